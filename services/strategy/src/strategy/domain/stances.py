"""How a campaign behaves where growth is held back by demand, awareness, trust, conversion or retention.

Templates hold the fields of `angles.Angles` in braces; `missed` and `order` also take channel names, as said there.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from strategy.domain.objectives import Bottleneck


@dataclass(frozen=True, slots=True)
class Stance:
    """What one bottleneck means for the story, the themes and the decisions of a campaign."""

    because: str
    tension: str
    resolution: str
    problem_theme: str
    way_theme: str
    proof_theme: str
    doubt_theme: str
    ground: str
    sacrifice: str
    missed: str
    freed: str
    last_resort: str
    approved: str


STANCES: Mapping[Bottleneck, Stance] = MappingProxyType(
    {
        "demand": Stance(
            because="what {audience} lack is a reason to ask for {offer} now",
            tension="“{pain}” is known to {audience} by heart. What keeps them where they are: “{objection}”.",
            resolution="The first step is small: {offer}. It leads to this: {outcome}. What carries it: {difference}.",
            problem_theme="Everyday scenes that {audience} recognise; {client} is named only at the end.",
            way_theme="What the first hour with {client} is like, so that nobody asks blindly about {offer}.",
            proof_theme="Figures that make asking {client} reasonable; each piece links to where they come from.",
            doubt_theme="Why people have not asked {client} so far, one reason a week, with the answer.",
            ground="the enquiry pages of {rivals} are compared",
            sacrifice="Everybody outside {audience} is left to {rivals}; the first message is {outcome}.",
            missed="{channel} opens with another pain of the brief within five days",
            freed="the cost of one enquiry decides",
            last_resort="{weakest} is cut before {strongest}, since enquiries come from there.",
            approved="Promise, {answers} and the first enquiry page approved",
        ),
        "awareness": Stance(
            because="{offer} is new to {audience}",
            tension="“{pain}”: {audience} have made their peace with it, and “{objection}” keeps it so.",
            resolution="{offer} is seen at work before anybody is asked for money: {difference}. The aim: {outcome}.",
            problem_theme="The nuisance itself, filmed or recorded, without a product in sight for half the piece.",
            way_theme="The thing at work: one function of {offer} a piece, from closer than a shop window.",
            proof_theme="Measurements by others, with method and date, because nobody knows {client} yet.",
            doubt_theme="The first comments under every film about {offer}, answered by those who built it.",
            ground="before the launch the names {rivals} are searched for the same claim",
            sacrifice="No second product and no second audience beside {audience} until they know this: {outcome}.",
            missed="{channel} shows the demonstration to a new half of the audience within three days",
            freed="the price of a finished view decides",
            last_resort="{weakest} ends first; {strongest} carries the launch day and is not touched.",
            approved="Name, claim and {answers} frozen for the launch",
        ),
        "trust": Stance(
            because="“{objection}” comes before any question about {offer}",
            tension="The wish is there, the faith is not. “{objection}” stands between {audience} and {client}.",
            resolution="{client} answers with papers: “{proof}”. Only then is there talk of {offer}: {outcome}.",
            problem_theme="What has gone wrong for {audience} elsewhere, told soberly and without a culprit's name.",
            way_theme="Work that can be inspected: {client} opens one procedure after another.",
            proof_theme="Documents, with page and date; a piece without a source does not leave {client}.",
            doubt_theme="The hard questions to {client}, answered under the name of whoever is responsible.",
            ground="nothing is said about {rivals} before their own documents have been read",
            sacrifice="Speed is given up: {audience} may check for weeks; until then one thing counts, {outcome}.",
            missed="{channel} publishes the next document early instead of raising its spending",
            freed="the share of visitors who open the proof decides",
            last_resort="Advertising on {weakest} stops before {strongest} falls silent; trust is lost by silence.",
            approved="Promise, {answers} and every source read and approved",
        ),
        "conversion": Stance(
            because="people come, see {offer} and go, with “{objection}” in mind",
            tension="They are close to {offer}; then comes “{objection}”, and “{pain}” goes on.",
            resolution="At the point of doubt stands a fact, {difference}, and beside it “{proof}”.",
            problem_theme="The last time {audience} bought and regretted it, in one picture.",
            way_theme="Product pages in public: what {offer} does, measured, weighed and shown from inside.",
            proof_theme="Evidence that fits beside a price; it stands on the page where {client} asks for money.",
            doubt_theme="Reasons for leaving the basket of {client}, taken from the page and answered on it.",
            ground="a test order at each of {rivals} shows what they say at the basket",
            sacrifice="Reach among people other than {audience} is given up for one completed order: {outcome}.",
            missed="the landing page behind {channel} is tested against one without its weakest paragraph",
            freed="the cost of one order decides",
            last_resort="{weakest} pays first; {strongest} keeps its money as long as its orders pay for it.",
            approved="Promise, {answers} and the order page approved",
        ),
        "retention": Stance(
            because="what was won is lost again over “{pain}”",
            tension="The buying is done. What decides the next bill is “{pain}”, and soon after: “{objection}”.",
            resolution="{client} changes the thing itself before it writes: {difference}. What stays: {outcome}.",
            problem_theme="Signs that a customer of {client} is about to go, named before the customer does.",
            way_theme="What happens between two deliveries, told by those at {client} who do it.",
            proof_theme="Numbers of customers who stayed with {offer}, and what they had changed.",
            doubt_theme="Reasons given at leaving, each with the change that would have kept this customer.",
            ground="the last 50 who left for {rivals} are asked what they found there",
            sacrifice="New customers come second in these weeks; {audience} come first, and with this: {outcome}.",
            missed="the message on {channel} goes out three days earlier in the cycle",
            freed="the cost of one kept customer decides",
            last_resort="{weakest} is dropped first; {strongest} reaches those who pay already.",
            approved="Promise, {answers} and the rules for pausing approved",
        ),
    }
)
"""One stance for every bottleneck."""
