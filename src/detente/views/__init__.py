"""Views: the command line, the web application and the exports. They only ask the record."""
