"""Answers a free question: what it asks is told by words (`plan`), and composed from what a release holds (`compose`).

No language model: the same question gives the same plan and the same brief, offline. A question that is out of scope,
about a person, or not answerable from public data gets a typed non-answer that says what would fill it.
"""

from atlas287.answers.briefs.ask.compose import ask
from atlas287.answers.briefs.ask.plan import Plan, plan

__all__ = ["Plan", "ask", "plan"]
