"""The words of the sample: what is reviewed, what can be said about it, and harmless detail around it.

Everything here was written for this program. Positive and negative phrases stand side by side so that both classes
speak about the same things.
"""


class Aspect:
    """One thing to have an opinion about: adjective pairs (positive, negative) and whole predicates of either kind."""

    def __init__(self, name, pairs, positive, negative, plural=False):
        self.name = name
        self.pairs = [tuple(pair.split("/")) for pair in pairs.split(", ")]
        self.positive = positive.split("; ")
        self.negative = negative.split("; ")
        self.plural = plural


class Topic:
    def __init__(self, past, aspects, items, rivals, merits, faults, treats, nuisances, details):
        self.past = past            # the tense in which its aspects are spoken of
        self.aspects = aspects
        self.items = items          # what is reviewed -> the aspects that it has
        self.rivals = rivals        # what it is compared with
        self.merits = merits        # merits too small to save anything
        self.faults = faults        # faults too small to spoil anything
        self.treats = treats        # good surprises; "part> surprise" is for things that have that part
        self.nuisances = nuisances  # bad ones, likewise
        self.details = details      # neutral remarks, by side of the split


def words(text):
    return text.split(", ")


def lines(text):
    return [line.strip() for line in text.strip().splitlines()]


FILM = Topic(
    past=False,
    aspects={
        "plot": Aspect("the plot", "gripping/confused, clever/silly, fresh/predictable",
                       "keeps you guessing to the last minute; fits together like a watch",
                       "falls apart after an hour; makes no sense whatsoever"),
        "ending": Aspect("the ending", "moving/predictable, satisfying/rushed, bold/lazy",
                         "had me in tears of joy; is worth the ticket alone",
                         "ruins whatever came before; had half the row groaning"),
        "cast": Aspect("the cast", "superb/wooden, charming/bored, funny/lifeless",
                       "has wonderful chemistry; shines in every scene",
                       "sleepwalks through every scene; has no chemistry at all"),
        "dialogue": Aspect("the dialogue", "witty/clumsy, sharp/flat, honest/fake",
                           "sparkles from the first line on; sounds like people I know",
                           "sounds like a washing powder advert; made me cringe"),
        "pacing": Aspect("the pacing", "brisk/sluggish, confident/clumsy, lively/dull",
                         "never lets you look at your watch; is a lesson in good editing",
                         "drags from start to finish; put my neighbour to sleep"),
        "music": Aspect("the music", "gorgeous/shrill, subtle/annoying, lovely/tacky",
                        "gave me goosebumps; lifts every scene",
                        "drowns every scene in syrup; gave me a headache"),
        "camera": Aspect("the camera work", "stunning/shaky, elegant/sloppy, inspired/dull",
                         "makes every street look like a painting; is a feast for the eyes",
                         "made me seasick; hides whatever we came to see"),
        "jokes": Aspect("the jokes", "hilarious/stale, clever/cheap, fresh/tired",
                        "had the whole room roaring; land one after the other",
                        "fall flat one after the other; were old when I was at school", plural=True),
        "villain": Aspect("the villain", "terrifying/laughable, fascinating/boring, believable/ridiculous",
                          "steals every scene; stays with you for days",
                          "could not scare a kitten; explains himself for ten minutes"),
        "effects": Aspect("the effects", "breathtaking/cheap, convincing/fake, beautiful/ugly",
                          "made my jaw drop; look a million dollars",
                          "look like a screensaver; fool nobody over five", plural=True),
    },
    items={
        "film": "plot ending cast dialogue pacing music camera villain",
        "thriller": "plot ending cast dialogue pacing music camera villain",
        "comedy": "plot ending cast dialogue pacing music jokes",
        "sequel": "plot ending cast dialogue pacing music effects villain jokes",
        "musical": "plot ending cast music camera jokes",
        "western": "plot ending cast dialogue pacing music camera villain",
        "horror film": "plot ending cast pacing music camera effects villain",
        "cartoon": "plot ending dialogue pacing music jokes effects villain",
        "series": "plot ending cast dialogue pacing music camera jokes",
        "fantasy epic": "plot ending cast dialogue pacing music camera effects villain",
    },
    rivals=words("the book, the original, the first part, the trailer, the stage version, the director's last one"),
    merits=lines("""
        the seats in the cinema were soft
        the posters are pretty
        the titles at the start are in a nice font
        it is over in ninety minutes
        one of the hats is quite lovely
        the popcorn was fresh"""),
    faults=lines("""
        the titles are hard to read
        one of the hats looks silly
        the title is a little dull
        the popcorn was too salty
        the poster gives the colour of the car away
        it could have been ten minutes longer"""),
    treats=lines("""
            a hero who is allowed to be funny
            a finale that makes a grown man weep with joy
            a love story that earns its kiss
            a car chase that you can actually follow
            a child actor who steals the show
            two hours that fly by
            villain> a villain with manners and a plan
            jokes> a joke that gets better the second time"""),
    nuisances=lines("""
            a hero who wakes up and it was all a dream
            a car chase filmed by someone falling down the stairs
            a love story without a spark
            a third hour that nobody asked for
            a twist that my dog saw coming
            a child actor who screams for half the film
            villain> a villain who forgets to lock the door
            jokes> a joke that was tired the first time"""),
    details={
        "train": lines("""
            Saw it on a Tuesday with six other people in the room.
            My son picked it.
            It was the late show.
            Seen in the original language with subtitles.
            I went with my mother, who is seventy.
            This was our film club's choice for May.
            I had not read anything about it.
            We saw it at the open-air cinema.
            Second viewing.
            It was raining, so we went.
            Seen with two friends, both of them teachers."""),
        "validation": lines("""
            Watched it over two evenings.
            Our local cinema showed it on Friday.
            My flatmate had a spare ticket.
            I knew nothing but the title."""),
    })

FOOD = Topic(
    past=True,
    aspects={
        "soup": Aspect("the soup", "rich/watery, hot/cold, tasty/bland",
                       "warmed me from head to toe; tasted like my grandmother's",
                       "tasted of nothing but salt; had a hair in it"),
        "bread": Aspect("the bread", "fresh/stale, crisp/soggy, warm/rubbery",
                        "came straight from the oven; disappeared before the starters arrived",
                        "could have been used as a doorstop; came from a packet"),
        "coffee": Aspect("the coffee", "strong/weak, smooth/bitter, excellent/undrinkable",
                         "would wake the dead in the nicest way; smelled like heaven",
                         "tasted of burnt rubber; went straight into the flower pot"),
        "sauce": Aspect("the sauce", "silky/lumpy, delicate/greasy, fragrant/sickly",
                        "deserved a poem; made me wipe the plate clean",
                        "had split before it reached the table; tasted of old fat"),
        "dessert": Aspect("the dessert", "heavenly/sickly, light/heavy, perfect/frozen",
                          "made the whole table go quiet; was worth every calorie",
                          "was still frozen in the middle; went back after one spoonful"),
        "portions": Aspect("the portions", "generous/tiny, ample/mean, hearty/stingy",
                           "fed us for two days; left nobody hungry",
                           "would not fill a sparrow; sent us home hungry", plural=True),
        "vegetables": Aspect("the vegetables", "crunchy/limp, fresh/tired, delicious/tasteless",
                             "tasted as if picked that morning; had a lovely bite",
                             "had been boiled to death; swam in oil", plural=True),
        "waiter": Aspect("the waiter", "friendly/rude, attentive/careless, charming/grumpy",
                         "remembered our names; found us a better table without being asked",
                         "forgot us twice; rolled his eyes at my question"),
        "room": Aspect("the dining room", "cosy/draughty, spotless/filthy, calm/deafening",
                       "made us want to stay all night; smelled of wood and spices",
                       "smelled of the drains; echoed like a railway station"),
        "prices": Aspect("the prices", "fair/outrageous, modest/cheeky, friendly/absurd",
                         "made us look at the bill twice for joy; left money for a second round",
                         "made my eyes water; had nothing to do with what was on the plate", plural=True),
        "dough": Aspect("the dough", "crisp/soggy, airy/heavy, tender/tough",
                        "had bubbles and a perfect char; melted on the tongue",
                        "stuck to my teeth; was raw in the middle"),
    },
    items={
        "bistro": "soup bread coffee sauce dessert portions vegetables waiter room prices",
        "bakery": "bread coffee dessert prices dough",
        "pizzeria": "dough sauce dessert portions waiter room prices",
        "noodle bar": "soup sauce portions vegetables waiter room prices",
        "curry house": "bread sauce vegetables portions waiter room prices",
        "vegetarian cafe": "soup bread coffee dessert vegetables waiter room prices",
        "pancake house": "dough coffee dessert portions waiter room prices",
        "canteen": "soup bread coffee portions vegetables sauce prices",
        "pub": "soup bread sauce portions vegetables waiter room prices",
        "food truck": "dough sauce vegetables portions prices",
    },
    rivals=words("the place next door, my own cooking, the old owner's kitchen, the chain on the corner, "
                 "the place by the station, my aunt's kitchen"),
    merits=lines("""
        the napkins were folded nicely
        the menu was printed on handsome paper
        there was a free mint with the bill
        the tap water was cold
        the toilet was easy to find
        the chairs matched the curtains"""),
    faults=lines("""
        the napkins were made of paper
        the menu had a spelling mistake
        we ran out of mints
        the curtains do not match the chairs
        my shirt smelled of garlic afterwards
        the salt cellar was shaped like a duck"""),
    treats=lines("""
            a free tasting while we waited
            a second helping without a word
            a lemon tart that I will dream about
            a cook who comes out to ask how we liked it
            soup> a soup that cures a cold
            waiter> a waiter who tells you what not to order
            dessert> a chocolate cake that made my mother hum
            dough> a crust that sings when you cut it"""),
    nuisances=lines("""
            an hour's wait for a cold omelette
            a bill with somebody else's wine on it
            a fly in the lemonade
            a tart that tasted of the freezer
            soup> a soup that had formed a skin
            waiter> a waiter who sighs when you order
            vegetables> a salad that still had its slug
            dough> a crust that costs you a tooth"""),
    details={
        "train": lines("""
            Four of us, Friday evening.
            We came after the theatre.
            My sister's birthday.
            First visit, a Wednesday noon.
            Two adults and a toddler.
            We had not planned to eat out.
            It was market day and the square was full.
            We had come straight from work.
            We had been walking all day.
            My in-laws were in town.
            We live round the corner."""),
        "validation": lines("""
            Sunday lunch for six.
            We stopped here on the way to the coast.
            I met an old colleague there.
            We ordered three dishes to share."""),
    })

PRODUCT = Topic(
    past=False,
    aspects={
        "battery": Aspect("the battery", "reliable/hopeless, strong/feeble, long-lived/short-lived",
                          "lasts all week; is full again in half an hour",
                          "dies before lunch; gets so hot that I smelled it"),
        "screen": Aspect("the screen", "bright/dim, sharp/blurry, gorgeous/ugly",
                         "is a joy even in full sun; makes old photos look new",
                         "flickers like a candle; cracked in the first week"),
        "sound": Aspect("the sound", "clear/muddy, rich/tinny, wonderful/awful",
                        "fills the whole flat; made me rediscover my records",
                        "crackles at every bass note; reminds me of a biscuit tin"),
        "motor": Aspect("the motor", "quiet/noisy, powerful/weak, smooth/jerky",
                        "makes short work of anything; purrs like a cat",
                        "howls like a siren; burnt out in a month"),
        "switch": Aspect("the switch", "solid/flimsy, handy/awkward, precise/wobbly",
                         "clicks like something from better days; is exactly where the thumb wants it",
                         "came off in my hand; works one time in three"),
        "zip": Aspect("the zip", "smooth/stubborn, sturdy/flimsy, waterproof/leaky",
                      "glides even with gloves on; has survived two winters",
                      "jams every single time; broke on the second day"),
        "fabric": Aspect("the fabric", "soft/scratchy, tough/thin, breathable/sweaty",
                         "shrugs off rain and dog hair; feels lovely on the skin",
                         "tore at the first thorn; smells of chemicals after five washes"),
        "app": Aspect("the app", "clear/confusing, fast/slow, helpful/useless",
                      "connected at once and just works; is a pleasure to use",
                      "crashes whenever I open it; wants my phone number for no reason"),
        "manual": Aspect("the manual", "helpful/useless, clear/baffling, thorough/sloppy",
                         "answered every question I had; is a model of plain English",
                         "describes a different model; seems to be translated by a parrot"),
        "support": Aspect("the support", "quick/slow, kind/rude, competent/clueless",
                          "sent a spare part overnight; called back within the hour",
                          "never answered; told me to buy a new one"),
        "build": Aspect("the build", "sturdy/flimsy, careful/sloppy, solid/wobbly",
                        "feels as if it could survive a war; has not a single loose screw",
                        "creaks in every joint; gave up after two weeks"),
        "hinge": Aspect("the hinge", "firm/loose, smooth/squeaky, sturdy/fragile",
                        "moves like butter; holds any angle you like",
                        "creaks like a haunted house; snapped in my hand"),
    },
    items={
        "laptop": "battery screen sound hinge support build manual",
        "phone": "battery screen sound app support build",
        "speaker": "battery sound switch app support build manual",
        "headset": "battery sound hinge app support build",
        "camera": "battery screen switch manual support build",
        "coffee machine": "motor switch app manual support build",
        "blender": "motor switch manual support build",
        "vacuum cleaner": "battery motor switch app support build",
        "backpack": "zip fabric support build",
        "rain jacket": "zip fabric support build",
        "tent": "zip fabric manual support build",
        "desk lamp": "hinge switch manual support build",
        "cordless drill": "battery motor switch manual support build",
    },
    rivals=words("my old one, the cheaper model, last year's version, the one from the supermarket, my sister's, "
                 "the one it replaced"),
    merits=lines("""
        the box is pretty
        the colour is nice
        it arrived on a Monday
        the sticker comes off easily
        it makes a decent paperweight
        the bubble wrap was fun to pop"""),
    faults=lines("""
        the box is ugly
        the colour is a shade darker than in the picture
        it arrived one day late
        the sticker is hard to peel off
        the cable is white and my desk is black
        my cat wants one too"""),
    treats=lines("""
            a guarantee that means something
            a thing that gets better with use
            a design that somebody has thought about
            a spare part that came free of charge
            app> an update that makes it faster
            battery> a charger that fits everything I own
            switch> a button for the one thing I need daily
            zip> a pocket exactly where I need it"""),
    nuisances=lines("""
            a guarantee that covers nothing
            a thing that is broken before you open the box
            a design that nobody has tried out
            a spare part that costs more than the whole thing
            app> an update that deletes my playlists
            battery> a charger that melts
            switch> a button that does nothing
            zip> a pocket that swallows my keys"""),
    details={
        "train": lines("""
            Bought it in March for my daughter.
            I use it nearly every day.
            Ordered the grey one.
            It was a present from my colleagues.
            I have had it for half a year now.
            It was a birthday present to myself.
            I am left-handed, by the way.
            Picked it up in the sale.
            It replaced one that I had for nine years.
            For the record, I paid full price.
            I needed one for the holidays."""),
        "validation": lines("""
            Ordered on a Sunday, here on Wednesday.
            I bought mine second-hand.
            I have used it for three weeks.
            My father has the same one."""),
    })

SERVICE = Topic(
    past=True,
    aspects={
        "staff": Aspect("the staff", "friendly/rude, helpful/useless, patient/impatient",
                        "went out of their way for us; solved it with a smile",
                        "shrugged and walked away; blamed me for their own mistake"),
        "website": Aspect("the website", "clear/confusing, fast/slow, handy/broken",
                          "took me through it in two minutes; remembered what I had typed",
                          "logged me out five times; lost my order halfway"),
        "hotline": Aspect("the hotline", "quick/slow, competent/clueless, polite/rude",
                          "picked up after one ring; had an answer at once",
                          "kept me waiting for fifty minutes; hung up on me twice"),
        "invoice": Aspect("the invoice", "correct/wrong, fair/outrageous, clear/baffling",
                          "matched the quote to the penny; was lower than they had said",
                          "was twice what they had quoted; charged me for a stranger's order"),
        "booking": Aspect("the booking", "easy/difficult, quick/tedious, flexible/rigid",
                          "went through in a minute; could be changed for free",
                          "vanished without a trace; had to be made three times"),
        "room": Aspect("the room", "spotless/filthy, quiet/noisy, spacious/cramped",
                       "looked over the sea; smelled of fresh linen",
                       "looked onto the bins; had mould behind the curtain"),
        "breakfast": Aspect("the breakfast", "fresh/stale, generous/meagre, delicious/miserable",
                            "kept us going till evening; had something for everyone",
                            "ran out by eight; consisted of toast and regret"),
        "driver": Aspect("the driver", "punctual/late, careful/reckless, polite/rude",
                         "carried everything up four floors; rang to say when he would come",
                         "threw it over the fence; never rang the bell"),
        "work": Aspect("the work", "careful/sloppy, quick/slow, flawless/shoddy",
                       "was done in a morning and still holds; left not a speck of dust behind",
                       "had to be done again by someone else; left a hole in the wall"),
        "lessons": Aspect("the lessons", "lively/dull, useful/pointless, well-planned/chaotic",
                          "flew by; got me talking in a month",
                          "were cancelled every other week; sent me to sleep", plural=True),
        "machines": Aspect("the machines", "modern/ancient, clean/sticky, free/broken",
                           "had just been serviced; ran like new",
                           "stood there with a note on them; pulled to the left", plural=True),
        "connection": Aspect("the connection", "stable/shaky, fast/slow, dependable/hopeless",
                             "carried three video calls at once; has not dropped since June",
                             "dropped every evening; made me miss two interviews"),
        "seats": Aspect("the seats", "comfortable/cramped, clean/dirty, roomy/narrow",
                        "had room for long legs; let me sleep the whole way",
                        "pressed against my knees; were sticky with something", plural=True),
    },
    items={
        "airline": "staff website hotline booking seats invoice",
        "railway": "staff website booking seats connection",
        "hotel": "staff website booking room breakfast invoice",
        "guest house": "staff booking room breakfast invoice connection",
        "bank": "staff website hotline invoice booking",
        "gym": "staff machines website booking hotline",
        "plumber": "work invoice hotline booking",
        "moving company": "staff driver work invoice hotline booking",
        "parcel service": "driver website hotline invoice",
        "internet provider": "staff hotline website invoice connection work",
        "language school": "staff lessons website booking invoice",
        "garage": "staff work invoice booking hotline",
        "taxi company": "driver seats booking invoice hotline",
        "laundrette": "machines staff website seats",
    },
    rivals=words("the competition, the one I used before, the one my parents use, the big chain, "
                 "the one in the next town, the cheap one from the radio"),
    merits=lines("""
        the logo is pretty
        the waiting music was pleasant
        the pens were free
        there was a nice plant in the lobby
        they spelled my name right
        the form was printed on thick paper"""),
    faults=lines("""
        the logo is ugly
        the waiting music was a little loud
        they spelled my middle name wrong
        the plant in the lobby needs water
        the form asks for your name twice
        the sign outside is easy to miss"""),
    treats=lines("""
            a refund before I had even asked
            an upgrade for no reason at all
            a reply on a Sunday evening
            a voucher with a hand-written note
            hotline> a human being on the phone
            room> a bar of chocolate on the pillow
            work> a technician who takes his shoes off
            driver> a driver who rings the right bell"""),
    nuisances=lines("""
            a refund that never comes
            a fee for paying the fee
            an appointment that nobody remembers
            a letter that thanks me for cancelling
            hotline> a robot on the phone that cannot say my name
            room> a stranger's sock under the pillow
            work> a technician who comes on the wrong day
            driver> a driver who rings at the wrong house
            website> a password that expires every week"""),
    details={
        "train": lines("""
            I have been a customer since spring.
            A colleague gave me the number.
            I called on a Monday morning.
            It was the week before Christmas.
            This was my third time with them.
            I paid by card, in advance.
            I had used them once before, years ago.
            My sister had told me about them.
            They are ten minutes from my flat.
            This was in April.
            I am writing this on the same day."""),
        "validation": lines("""
            We needed them in the holidays.
            I found them through the parish paper.
            We are a family of five.
            I signed up in autumn."""),
    })

TOPICS = {"film": FILM, "food": FOOD, "product": PRODUCT, "service": SERVICE}

# Opinions about the whole.
POSITIVE_WORDS = words("brilliant, superb, wonderful, lovely, excellent, delightful, outstanding, splendid, great, "
                       "fantastic, good, impressive, perfect, amazing, pleasant, marvellous")
NEGATIVE_WORDS = words("dreadful, awful, terrible, poor, horrible, disappointing, useless, hopeless, bad, "
                       "miserable, mediocre, pathetic, annoying, ghastly, unpleasant, shoddy")
POSITIVE_NOUNS = words("a gem, a treat, a triumph, a joy, a delight, a real pleasure, a small miracle, a winner, "
                       "a pleasant surprise, a stroke of luck")
NEGATIVE_NOUNS = words("a mess, a disaster, a chore, a letdown, a rip-off, a nightmare, a waste of money, a bad joke, "
                       "a flop, a sad affair")

POSITIVE_EMOJI = words("😍, 👍, ❤️, 🎉, 😀, 🙌")
NEGATIVE_EMOJI = words("😡, 👎, 😞, 💔, 😤, 🤦")
