-- Why a queued task is not started although there is a free place.
ALTER TABLE tasks ADD COLUMN hold TEXT;
