"""Units, people, invitations, editions and the log: for those who keep an area, who read nothing that it holds."""
