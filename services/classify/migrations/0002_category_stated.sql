-- Whether the category is what a person chose who took the words down.
ALTER TABLE classifications ADD COLUMN category_stated boolean NOT NULL DEFAULT false;
