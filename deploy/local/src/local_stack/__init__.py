"""The whole production line on one machine: real Kafka and PostgreSQL without Docker, Java or root."""
