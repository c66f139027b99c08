"""The open reporting standard: monthly counts of referrals that an agency, a State or ICE could publish."""
