CREATE INDEX leases_open ON leases (ended_at, expires_at);
CREATE INDEX leases_of_turn ON leases (turn_id);
