"""Word lists: the phrases that say nothing about any client in particular."""

CLICHES = (
    "a testament to",
    "added value",
    "all-in-one solution",
    "amazing results",
    "at the end of the day",
    "award-winning service",
    "best kept secret",
    "best of the best",
    "best-in-class",
    "boost your brand",
    "bring to the table",
    "bring your vision to life",
    "by leaps and bounds",
    "customer-centric",
    "customers are our",
    "cutting-edge",
    "deep dive into",
    "delve into",
    "dive into the world",
    "don't miss out",
    "dream big",
    "drive results",
    "elevate your",
    "embark on",
    "empower your",
    "end-to-end solution",
    "ever-evolving landscape",
    "exceed your expectations",
    "excited to announce",
    "exciting news",
    "experience the difference",
    "fast-paced world",
    "from the comfort of your home",
    "game changer",
    "game-changing",
    "go above and beyond",
    "got you covered",
    "harness the power",
    "hidden gem",
    "hit the ground running",
    "holistic",
    "in a world where",
    "in today's digital age",
    "in today's digital world",
    "in today's world",
    "innovative solutions",
    "it goes without saying",
    "it's no secret that",
    "join the revolution",
    "journey of a lifetime",
    "let's face it",
    "leverage our",
    "leverage synergies",
    "leverage the power",
    "like a pro",
    "like never before",
    "look no further",
    "low-hanging fruit",
    "make a real difference",
    "move the needle",
    "needs no introduction",
    "nestled in",
    "new and improved",
    "next-level",
    "one-stop shop",
    "one-stop solution",
    "our team of experts",
    "paradigm shift",
    "passionate about",
    "perfect solution for",
    "premium quality",
    "push the boundaries",
    "quality products and services",
    "raise the bar",
    "reach new heights",
    "resonate with your audience",
    "rest assured",
    "revolutionary",
    "revolutionise the way",
    "revolutionize the way",
    "robust solution",
    "say goodbye to",
    "seamless experience",
    "seamless integration",
    "seamlessly integrates",
    "second to none",
    "sky is the limit",
    "solutions that work",
    "something for everyone",
    "stand out from the crowd",
    "state-of-the-art",
    "stay ahead of the curve",
    "supercharge your",
    "synergies",
    "synergy",
    "tailored to your needs",
    "tapestry of",
    "the best of both worlds",
    "the possibilities are endless",
    "the ultimate guide",
    "think outside the box",
    "thrilled to announce",
    "transform your life",
    "trusted partner",
    "turn heads",
    "unforgettable experience",
    "unleash the",
    "unleash your",
    "unlock the power",
    "unlock the secret",
    "unlock your full potential",
    "unlock your potential",
    "unparalleled",
    "we care about our customers",
    "we pride ourselves",
    "we take pride",
    "whether you're a beginner",
    "wide range of",
    "win-win",
    "world-class",
    "your journey starts here",
)
"""Clichés and generic phrases of marketing copy, English; each would fit any other client as well."""

_LISTED_GENERIC_HASHTAGS = """
    ad art beautiful beauty bestoftheday branding business community content cool cute digitalmarketing
    entrepreneur entrepreneurlife explore explorepage fashion fitness follow follow4follow followforfollow
    followme food foryou foryoupage fun fyp goals growth happy health innovation inspiration instadaily
    instagood instagram instalike life lifestyle like like4like likeforlike likes love marketing
    mondaymotivation mood motivation music nature new photooftheday picoftheday post quality quoteoftheday reels
    sale smallbiz smallbusiness socialmedia startup style success tbt tech tips trend trending viral work
"""

GENERIC_HASHTAGS = frozenset(_LISTED_GENERIC_HASHTAGS.split())
"""Hashtags so wide that a post under them reaches nobody in particular; bare, lower case."""

GENERIC_HOOKS = (
    "big news",
    "check this out",
    "did you know",
    "exciting news",
    "happy friday",
    "happy monday",
    "new post",
    "stay tuned",
    "something exciting is coming",
    "tip of the day",
    "we have news",
    "welcome to our page",
)
"""Openings that, standing alone, name no subject."""

_LISTED_EMPTY_WORDS = """
    a about action all and at available become begin big bio browse buy check click contact details discover do
    don enjoy exciting explore find first follow for forget from get go great here how in info information is it
    join know learn let like limited link look me miss more new news no not now offer on one order our out page
    post purchase read register reply right save see send share shop sign site something start started stay
    submit subscribe swipe t tag take tap the these this time to today try tuned up us visit wait watch we
    website what with you your
"""

EMPTY_WORDS = frozenset(_LISTED_EMPTY_WORDS.split())
"""Words that make up calls and hooks which don't say what one gets: "Learn more today", "Click the link in our bio"."""

UNSUBSCRIBE = (
    "unsubscribe",
    "opt out",
    "email preferences",
    "manage preferences",
    "manage your preferences",
    "manage your subscription",
    "no longer wish to receive",
    "stop receiving",
    "abbestellen",
    "abmelden",
    "cancelar suscripción",
    "cancelar a inscrição",
    "darse de baja",
    "disiscriviti",
    "désabonner",
    "désinscrire",
    "退订",
    "配信停止",
)
"""How an unsubscribe line is worded, in the languages that campaigns are mostly sent in."""
