"""What happens without anybody typing: due work, and the sender that empties the outbox."""
