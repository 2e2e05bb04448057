-- Appends a batch in one call, which is one transaction: no client holds a lock across a round trip.
--
-- Order of locks: streams by name and tenant, then the log. The log's lock is taken last and held for two inserts and
-- the commit, so whoever sees a position sees every earlier one.
--
-- Arrays run side by side: a_… one element an append, s_… one a stream (distinct, sorted as bytes), p_… one a part of
-- an append (its stream is s_…[p_slot]), e_… one an event; parts and events follow each other in the order of appends.
-- Expected versions: -1 none, -2 exists, -3 any, else exact. Verdicts: 0 appended, 1 duplicate, 2 id reused, 3 conflict,
-- 4 closed.
CREATE FUNCTION log_append(
    a_tenant bigint[], a_command uuid[], a_request bytea[], a_data bytea[], a_meta bytea[], a_parts bigint[],
    a_twin bigint[], s_tenant bigint[], s_category bigint[], s_name text[], p_slot bigint[], p_expected bigint[],
    p_closes boolean[], p_events bigint[], e_type bigint[], e_schema bigint[], e_codec bigint[], e_occurred bigint[],
    e_body bytea[]
) RETURNS TABLE (
    o_verdict bigint, o_epoch bigint, o_position bigint, o_count bigint, o_versions text, o_data bytea, o_part bigint,
    o_actual bigint
) LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT SET enable_seqscan = off AS $$
DECLARE
    log log_state%ROWTYPE;
    now_us bigint;
    base bigint;
    stream_ids bigint[];
    old_versions bigint[];
    new_versions bigint[];
    closed_now boolean[];
    known_request bytea[];
    known_epoch bigint[];
    known_position bigint[];
    known_count bigint[];
    known_versions text[];
    known_data bytea[];
    r_verdict bigint[] := '{}';
    r_epoch bigint[] := '{}';
    r_offset bigint[] := '{}';
    r_count bigint[] := '{}';
    r_versions text[] := '{}';
    r_data bytea[] := '{}';
    r_part bigint[] := '{}';
    r_actual bigint[] := '{}';
    w_offset bigint[] := '{}';
    w_slot bigint[] := '{}';
    w_version bigint[] := '{}';
    w_event bigint[] := '{}';
    w_append bigint[] := '{}';
    w_ordinal bigint[] := '{}';
    w_count bigint[] := '{}';
    next_part bigint := 1;
    next_event bigint := 0;
    added bigint := 0;
    accepted bigint := 0;
    last_part bigint;
    in_append bigint;
    slot bigint;
    verdict bigint;
    lost_part bigint;
    version bigint;
    texts text;
    twin bigint;
    expected bigint;
    took bigint[] := '{}';
BEGIN
    INSERT INTO stream (tenant_id, category_id, name)
    SELECT u.t, u.c, u.n FROM unnest(s_tenant, s_category, s_name) AS u(t, c, n)
    WHERE NOT EXISTS (SELECT 1 FROM stream s WHERE s.name = u.n AND s.tenant_id = u.t)
    ON CONFLICT (name, tenant_id) DO NOTHING;

    SELECT array_agg(l.stream_id ORDER BY l.i), array_agg(l.version ORDER BY l.i), array_agg(l.closed ORDER BY l.i)
    INTO stream_ids, old_versions, closed_now
    FROM (
        SELECT u.i, s.stream_id, s.version, s.closed
        FROM unnest(s_tenant, s_name) WITH ORDINALITY AS u(t, n, i)
        JOIN stream s ON s.name = u.n AND s.tenant_id = u.t
        ORDER BY u.i FOR NO KEY UPDATE OF s
    ) l;
    new_versions := old_versions;

    -- A statement of its own, after the locks: its snapshot shows what a concurrent repetition has committed.
    SELECT array_agg(c.request ORDER BY u.i), array_agg(c.epoch ORDER BY u.i), array_agg(c."position" ORDER BY u.i),
        array_agg(c.event_count ORDER BY u.i), array_agg(c.versions ORDER BY u.i), array_agg(c.data ORDER BY u.i)
    INTO known_request, known_epoch, known_position, known_count, known_versions, known_data
    FROM unnest(a_command, a_tenant) WITH ORDINALITY AS u(id, t, i)
    LEFT JOIN command c ON c.command_id = u.id AND c.tenant_id = u.t;

    SELECT * INTO log FROM log_state WHERE id = 1;

    FOR a IN 1 .. cardinality(a_command) LOOP
        last_part := next_part + a_parts[a] - 1;
        verdict := 0;
        lost_part := 0;
        -- The earlier append of this batch that used the same command id and was accepted.
        twin := CASE WHEN a_twin[a] > 0 THEN took[a_twin[a]] ELSE 0 END;
        IF known_request[a] IS NOT NULL THEN
            verdict := CASE WHEN known_request[a] = a_request[a] THEN 1 ELSE 2 END;
            r_epoch[a] := known_epoch[a];
            r_offset[a] := known_position[a];
            r_count[a] := known_count[a];
            r_versions[a] := known_versions[a];
            r_data[a] := known_data[a];
        ELSIF twin > 0 THEN
            verdict := CASE WHEN a_request[twin] = a_request[a] THEN 5 ELSE 2 END;
            r_epoch[a] := r_epoch[twin];
            r_offset[a] := r_offset[twin];
            r_count[a] := r_count[twin];
            r_versions[a] := r_versions[twin];
            r_data[a] := a_data[twin];
        ELSE
            FOR q IN next_part .. last_part LOOP
                slot := p_slot[q];
                version := new_versions[slot];
                lost_part := q - next_part;
                IF closed_now[slot] THEN
                    verdict := 4;
                    EXIT;
                END IF;
                expected := p_expected[q];
                IF NOT (expected = version OR expected = -3 OR expected = -2 AND version > 0
                    OR expected = -1 AND version = 0)
                THEN
                    verdict := 3;
                    EXIT;
                END IF;
            END LOOP;
        END IF;
        in_append := 0;
        texts := '';
        FOR q IN next_part .. last_part LOOP
            IF verdict = 0 THEN
                slot := p_slot[q];
                IF p_events[q] > 0 THEN
                    w_offset := w_offset || added;
                    w_slot := w_slot || slot;
                    w_version := w_version || new_versions[slot];
                    w_event := w_event || next_event;
                    w_append := w_append || a::bigint;
                    w_ordinal := w_ordinal || in_append;
                    w_count := w_count || p_events[q];
                    added := added + p_events[q];
                    in_append := in_append + p_events[q];
                    new_versions[slot] := new_versions[slot] + p_events[q];
                END IF;
                closed_now[slot] := p_closes[q];
                texts := texts || CASE WHEN q > next_part THEN ',' ELSE '' END || new_versions[slot];
            END IF;
            next_event := next_event + p_events[q];
        END LOOP;
        took[a] := CASE WHEN verdict = 0 THEN a ELSE twin END;
        r_verdict[a] := verdict;
        r_part[a] := lost_part;
        r_actual[a] := version;
        IF verdict = 0 THEN
            accepted := accepted + 1;
            r_epoch[a] := log.epoch;
            r_offset[a] := added;
            r_count[a] := in_append;
            r_versions[a] := texts;
            r_data[a] := NULL;
        END IF;
        next_part := last_part + 1;
    END LOOP;

    IF accepted > 0 THEN
        UPDATE stream s SET version = u.v, closed = u.c
        FROM unnest(stream_ids, old_versions, new_versions, closed_now) AS u(id, o, v, c)
        WHERE s.stream_id = u.id AND (u.v > u.o OR u.c);

        PERFORM pg_advisory_xact_lock(log.lock_key);
        SELECT e."position" INTO base FROM event e ORDER BY e."position" DESC LIMIT 1;
        base := greatest(coalesce(base, 0), log.expired);
        now_us := extract(epoch FROM clock_timestamp()) * 1000000;

        IF added > 0 THEN
            INSERT INTO event ("position", stream_id, version, tenant_id, category_id, type_id, schema_version, codec,
                command_id, ordinal, occurred, recorded, meta, body)
            SELECT base + w.o + g.k, stream_ids[w.s], w.v + g.k, s_tenant[w.s], s_category[w.s], e.type, e.schema,
                e.codec, a_command[w.a], w.ord + g.k - 1, coalesce(e.occurred, now_us), now_us, a_meta[w.a], e.body
            FROM unnest(w_offset, w_slot, w_version, w_event, w_append, w_ordinal, w_count)
                AS w(o, s, v, e, a, ord, n)
            CROSS JOIN LATERAL generate_series(1, w.n) AS g(k)
            JOIN unnest(e_type, e_schema, e_codec, e_occurred, e_body) WITH ORDINALITY
                AS e(type, schema, codec, occurred, body, i) ON e.i = w.e + g.k;
        END IF;

        INSERT INTO command (command_id, tenant_id, request, epoch, "position", event_count, versions, data)
        SELECT a_command[u.i], a_tenant[u.i], a_request[u.i], log.epoch, base + u.o, u.n, u.t, a_data[u.i]
        FROM unnest(r_verdict, r_offset, r_count, r_versions) WITH ORDINALITY AS u(v, o, n, t, i)
        WHERE u.v = 0;
    END IF;

    RETURN QUERY
    SELECT CASE WHEN u.v = 5 THEN 1 ELSE u.v END, u.e, CASE WHEN u.v IN (0, 5) THEN base + u.o ELSE u.o END, u.n, u.t,
        u.d, u.p, u.x
    FROM unnest(r_verdict, r_epoch, r_offset, r_count, r_versions, r_data, r_part, r_actual)
        AS u(v, e, o, n, t, d, p, x);
END $$;
