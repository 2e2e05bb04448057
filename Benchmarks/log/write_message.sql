SELECT log_peers.write_message(gen_random_uuid(), 'order-' || :client_id, 'OrderPlaced', ('{"note":"' || repeat('x', 309) || '"}')::jsonb, NULL, NULL);
