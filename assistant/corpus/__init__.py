"""From a folder of documents to a verified, searchable release."""
