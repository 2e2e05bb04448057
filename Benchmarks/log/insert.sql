INSERT INTO log_peers.plain (stream, type, body) VALUES ('order:' || :client_id, 'orders.order-placed.1', decode(repeat('78', 320), 'hex'));
