"""The ground floor: what intake and answers both stand on."""
