-- What a file keeps beside its tickets, a recourse.routing.v1.FileRecord: feedback that was
-- recorded without a ticket, for a person may say that it is work after all.
ALTER TABLE files ADD COLUMN record bytea;
