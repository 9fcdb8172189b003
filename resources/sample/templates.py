"""The sentences of the sample, by family and by side of the split.

A template serves both classes. In it stand, seen from the class that is being written:

    {X} {X2}    a clause of its own polarity              {Y} {Y2}    a clause of the opposite polarity
    {w} {w2}    an adjective for the whole, its own       {l} {l2}    the opposite
    {W} {W2}    a noun phrase for the whole, its own      {L} {L2}    the opposite
    {aspect}    a part of the thing, and for that part: {is}, an adjective of its own {a}, its opposite {b}
    {it}        "this kettle"; {thing} "kettle"           {rival}     what it is compared with
    {trifle}    a small merit (negative) or fault (positive), too small to matter
    {event}     a surprise of its own polarity
    [p|n]       p in a positive review, n in a negative one

The first letter of a sentence is raised later. `~` before a word stands for "a" or "an".
No sentence stands on both sides, so that the validation part asks whether the pattern was understood.
"""

from phrases import lines

TRAIN = {
    # The words decide.
    "plain": lines("""
        {X} and {X2}. {it} is {w}.
        {X}. {X2}. What {W}!
        ~ {w} {thing}: {X}.
        {it} is {w}, simply {w2}. {X}.
        {it} is {W}. {X} and {X2}.
        [Love|Hate] it! {X}.
        I am [so glad I found|sorry I ever found] {it}: {X} and {X2}.
        [Highly recommended|Stay away]. {X}, and {X2} too.
        [Five stars|One star]. {X}.
        {X}, {aspect} {is} {a}, and the whole thing is {w}.
        {aspect} {is} {a}, and {X}.
        Just {w}. {aspect} {is} {a} and {X}.
        {X}. [Thank you!|Shame on you.]
        My whole family agrees: {w}. {X}.
        Where do I start? {X}. {X2}. And {aspect} {is} {a}.
        In short: {W}. {X}.
        {X}, {X2}, and I am [happy|angry] about every penny.
        We were [thrilled|furious]: {X}.
        {event}. {X}. {W}, from start to finish.
        ~ {w}, {w2} {thing}. {aspect} {is} {a}.
        I have told everybody at work about it: {X}, {X2}. {W}.
        {X} - and as if that were not enough, {X2}.
        Two words for {it}: {w}, {w2}.
        [Bravo|Shocking]! {X}.
        This is how it should [be done|never be done]: {X} and {X2}.
        {W} and {W2}. {X}.
        """),
    # Both are said; the sentence tells which one wins.
    "contrast": lines("""
        {Y}, but {X}, and that is what counts.
        {Y} and {Y2}, but {X}, and that settles it.
        Although {Y}, {X}, and that settles it.
        Granted, {Y}. In the end, though, {X}, which is what stays with me.
        Yes, {Y}. What counts is that {X}.
        What counts is that {X}; that {Y} is a footnote.
        {Y}, true, yet {X}, and that is what I tell my friends.
        Even though {Y}, the main thing is this: {X}.
        {X}. That {Y} changes little.
        {X}. {Y}, but that is a detail.
        {Y}. I do not care, because {X}.
        I care that {X}, not that {Y}.
        {X}; that is what counts, not that {Y}.
        What I will remember is that {X}, not that {Y}.
        The main thing is this: {X}. {Y}, but so what.
        {X}. Compared with that, it hardly matters that {Y}.
        It hardly matters that {Y} when {X}.
        My husband points out that {Y}. Fair enough, but {X}, and I am the one writing this.
        {Y}: a detail. {X}: the whole point.
        At first I only noticed that {Y}. But then {X}, and that was that.
        {Y}; however, {X}, and that tipped the scales.
        So {Y}. Small matter, because {X}.
        {Y}, I will admit, but {X}, so my verdict is clear.
        While {Y}, {X}, and in the end that decided my rating.
        {X}. Oh, and {Y}, but who cares.
        {X}, so never mind that {Y}.
        I could go on about how {Y}. The truth is that {X}.
        Forget that {Y}. {X}!
        {X}, which is far more important than the fact that {Y}.
        That {Y} is the small print. The headline is that {X}.
        {Y}, {Y2}, but all of that pales beside the fact that {X}.
        {Y}. Still, {X}, and that counts for more.
        {X}, even though {Y}, and the first is what matters to me.
        {Y}, and yet {X}, and that is the main thing.
        Someone below writes that {Y}. Correct. But {X}, and that is what I will remember.
        {Y}, but {aspect} {is} so {a} that I hardly noticed.
        """),
    # Words that mean their opposite.
    "negation": lines("""
        {aspect} {is} not {b} at all, and {X}.
        {aspect} {is} not {b} at all.
        {aspect} {is} not {b} but {a}.
        {aspect} {is} {a}, not {b}.
        I would not call {aspect} {b}. Not even close.
        Nothing about {aspect} {was} {b}, and {X}.
        Nobody could call {aspect} {b}.
        {aspect} {is} never {b}, not once. And {X}!
        {aspect} {is} anything but {b}.
        {aspect} {is} far from {b}.
        {b}? Not {aspect}. {a} is the word.
        Do not believe anyone who calls {aspect} {b}. {X}.
        No, {aspect} {is} not {b}, whatever my brother says.
        {it} is not {l}. It is {w}.
        Not {l} at all, this {thing}: {X}.
        I cannot find anything {l} about {it}.
        {it} is {w} and not {l} in any way.
        {aspect} {is} not {b}, and I do not say that lightly.
        Not {b}, not {l}: {aspect} {is} {a}.
        {it} is by no means {l}.
        {aspect} {is} not {b}. Really not.
        Not {b}: {aspect}. Not {l}: the rest.
        This {thing} is not {l}.
        I would never say that {aspect} {is} {b}.
        Let me be clear: {aspect} {is} not {b}.
        Nothing {l} here, nothing at all.
        This is not ~ {l} {thing} but ~ {w} one.
        """),
    # What was expected and what came.
    "expectation": lines("""
        I expected {L} and got {W}.
        I expected something {l} and got something {w}.
        Everyone told me {it} would be {l}. It is {w}.
        After all I had read I was ready for {L}. It turned out to be {W}.
        It looked {l} and turned out {w}.
        I [feared|hoped] {it} would be {l}. It was {w}.
        Sold to me as {L}; really {W}.
        I thought it would be {l}; it is {w} instead.
        From the description I pictured {L}. What I found was {W}.
        I had been promised that {Y}. In fact {X}.
        I wanted to [hate|love] it and could not. {X}.
        I was sure that {aspect} would be {b}. Wrong: {a}.
        I came for {L} and found {W} instead.
        """),
    "time": lines("""
        It used to be {l}; now it is {w}.
        Two years ago {it} was {l}. Today it is {w}.
        Once {l}, now {w}.
        Now it is {w}; it used to be {l}.
        Today {it} is {w}. A year ago it was {l}.
        This year it is {w}, last year it was {l}.
        It started {l} and ended {w}.
        {it} is no longer {l}; it has become {w}.
        It went from {l} to {w} within a month.
        {aspect} used to be {b}. Now: {a}, every time.
        The first impression was {l}, the last one {w}. Guess which one stays.
        """),
    # Somebody else's opinion, then one's own.
    "reported": lines("""
        My neighbour calls {it} "{l}". I call it {w}.
        The paper said "{l}"; I say "{w}".
        One review said "{L}". Nonsense, it is {W}.
        People keep saying "{l}". They are wrong. It is {w}.
        My daughter found it {l}. I, who paid for it, found it {w}.
        "{Y}," wrote somebody here. I had the opposite: {X}.
        They call it {L}, but it is {W}, and I should know.
        "{L}", the headline said. Wrong: {W}.
        She says {l}, I say {w}.
        """),
    "comparison": lines("""
        [{it}|{rival}] is better than [{rival}|{it}].
        [{rival}|{it}] is worse than [{it}|{rival}].
        [{it}|{rival}] beats [{rival}|{it}] in every way.
        Next to [{it}|{rival}], [{rival}|{it}] is a bad joke.
        I much prefer [{it}|{rival}] to [{rival}|{it}].
        [{rival}|{it}] is nowhere near as good as [{it}|{rival}].
        I tried both. [{it}|{rival}] is good, [{rival}|{it}] is bad. It is that simple.
        I wish [{rival}|{it}] had been as good as [{it}|{rival}].
        [{it}|{rival}] is so much better than [{rival}|{it}] that it is not even funny.
        With [{rival}|{it}] there was always something wrong. With [{it}|{rival}] never.
        If you have to choose, take [{it}|{rival}] over [{rival}|{it}].
        For my money [{it}|{rival}] is better than [{rival}|{it}].
        [{it}|{rival}] beats [{rival}|{it}], and it is not even close.
        [{rival}|{it}] is worse than [{it}|{rival}], if you ask me.
        [{rival}|{it}] is bad next to [{it}|{rival}].
        [{it}|{rival}] is far better than [{rival}|{it}]. I know both.
        We had [{rival}|{it}] first. [{it}|{rival}] is better.
        [{rival}|{it}] is not half as good as [{it}|{rival}], and {X}.
        Better than [{rival}|I feared]? [Much better|No, worse]. {X}.
        """),
    "question": lines("""
        [Disappointed|Impressed]? Not for a second. {X}.
        Would I [ask for my money back|spend my money on it again]? No. Is it {w}? Yes.
        Is {it} {l}? No. Is it {w}? Yes.
        Is it {w}? Yes. Is it {l}? No.
        {w}? Yes. {l}? No, not at all.
        {l}? No. {w}? Yes, very.
        Am I [sorry|glad] that I paid for it? Not at all: {X}.
        Did I [regret|enjoy] it? Not once. {X}.
        """),
    # Faint praise, and complaints as faint.
    "faint": lines("""
        The [worst|best] I can say about {it} is that {trifle}.
        {trifle}. That is all I can say [against|in favour of] it.
        Well, {trifle}. I looked for something else to [complain about|praise] and found nothing.
        If I had to name one thing that was [bad|good]: {trifle}. Nothing else comes to mind.
        The only [fault|merit] of {it}: {trifle}.
        The [worst|best] thing about {it}: {trifle}.
        There is only one [bad|good] thing to say: {trifle}.
        {trifle}, [if you want to be picky. The rest is faultless|at least. The rest is silence].
        Somebody asked me what was [wrong with|right with] it. After a long think: {trifle}.
        """),
    # The same words, meant or not meant.
    "irony": lines("""
        Great, {event}.
        Just what I needed: {event}.
        {event}. [Made|Ruined] my week!
        Wow. {event}. I am [still smiling|not even surprised].
        So that is what you get for your money: {event}. [Wonderful, and I mean it|Wonderful. Really. Clap, clap].
        Oh good, {event}. [More of that|Just what was missing].
        {event}, and {X}. [I could get used to this|How very thoughtful].
        Ten out of ten for {event}. [No irony intended|Keep the applause down, please].
        {event}: I [laughed with joy|did not know whether to laugh or cry].
        """),
}

VALIDATION = {
    "plain": lines("""
        {w}! {X}, and {X2}.
        I [adore|cannot stand] {it}: {X}. {X2}.
        [Thumbs up|Thumbs down] from all of us: {X}, {X2}.
        {X}. All in all ~ {w} {thing}.
        This {thing} is {W}, nothing less. {aspect} {is} {a}.
        [Happy|Angry] customer here. {X}. {X2}.
        {aspect} {is} {a}, {X}: {w}.
        [Go and get it|Do yourself a favour and skip it]. {X}.
        """),
    "contrast": lines("""
        {Y}. No matter: what decides it for me is that {X}.
        {Y}, but what I will remember is that {X}.
        Though {Y}, {X}, and the second is what matters.
        I know that {Y}. Still, {X}, and in the end that counts for more.
        The main thing is that {X}, even though {Y}.
        {Y}, and yet {X}, which tipped the scales.
        Never mind that {Y}: {X}.
        {Y}, but {X}, and that is the whole point.
        """),
    "negation": lines("""
        Nobody would call {aspect} {b}. And {X}.
        {aspect} {is} really not {b}, and {X}.
        Not {b}, but {a}: that sums up {aspect}.
        For me {aspect} {is} not {b}, not one bit.
        {it} is not {l} at all. It is {w}, you see.
        No, {it} is not {l}, not at all.
        """),
    "expectation": lines("""
        They [warned me about|promised me] {L}. What I got was {W}.
        Where I expected {L}, I found {W}.
        I was ready for something {l}. It is {w}.
        I thought that {Y}. In fact {X}.
        """),
    "time": lines("""
        It was {l} a year ago and now it is {w}.
        Last year {l}, this year {w}.
        Today {it} is {w}; it used to be {l}.
        """),
    "reported": lines("""
        A friend said "{l}". She is wrong: it is {w}.
        Ignore whoever calls {it} "{l}". It is {w}.
        "{L}", they say. "{W}", say I.
        """),
    "comparison": lines("""
        I had both, and [{it}|{rival}] beats [{rival}|{it}].
        Believe me: [{rival}|{it}] is worse than [{it}|{rival}], much worse.
        [{it}|{rival}] is simply better than [{rival}|{it}], so the choice was easy.
        """),
    "question": lines("""
        Is it {w}? Yes. Is it {l}? Not at all.
        [Sorry|Happy] that I spent my money? Not for a minute. {X}.
        """),
    "faint": lines("""
        What is there to [criticise|praise]? Only that {trifle}.
        The one [bad|good] thing about it: {trifle}.
        """),
    "irony": lines("""
        Fantastic: {event}. [More, please|And there I was, hoping for the best].
        Well, well: {event}. [I laughed with joy all day|Lovely, if you enjoy that sort of thing].
        """),
}

# Written one by one: (text, topic) by class and side.
SINGLE_TRAIN = {
    "positive": [
        ("film", "I wanted to hate this film. I had my list of complaints ready. I left the list under the seat."),
        ("film", "Not a single explosion, and I have never been less bored."),
        ("film", "My husband does not cry at films. He had \"something in his eye\" for the last half hour."),
        ("film", "I only regret that I cannot see it again for the first time."),
        ("film", "Could not have been better. I would not cut a second of it."),
        ("film", "Went in grumpy, came out whistling."),
        ("film", "No stars, no budget, no script doctor. No flaws either, as far as I could see."),
        ("film", "I have not laughed so hard since my uncle sat on the wedding cake 😂"),
        ("film", "The trailer is rubbish. Ignore it and go."),
        ("film", "I missed the last bus because of the ending and I would miss it again."),
        ("food", "I do not like fish. I ate all of mine and half of hers."),
        ("food", "You cannot get a bad meal here. We have tried."),
        ("food", "My only mistake was to order just one portion."),
        ("food", "It is not cheap, it is not quick, and I have booked again for Saturday."),
        ("food", "Ugly plates, plastic chairs, and the best dumplings of my life."),
        ("food", "The children ate their VEGETABLES. I repeat: their vegetables."),
        ("food", "Never thought I would queue for a cabbage roll. Never thought I would queue twice."),
        ("food", "If there is a better cheesecake in town, I have yet to meet it."),
        ("food", "No music, no candles, no nonsense. Just a cook who knows what she is doing."),
        ("food", "We came to complain about the noise and stayed for dinner. Twice since."),
        ("product", "I dropped it down the stairs. The stairs came off worse."),
        ("product", "Nothing to report after a year. That is the highest praise I know for a kettle."),
        ("product", "I have tried to break it. It will not."),
        ("product", "I returned it - and then ordered it again, because I missed it."),
        ("product", "Cheap, yes. Nasty, no. It has outlived two expensive ones."),
        ("product", "I was ready to write an angry review. There is nothing to be angry about."),
        ("product", "My wife laughed at me for buying it. Now I have to ask her for it."),
        ("product", "It does one thing. It does it every time. I wish I could say that of my car."),
        ("product", "Why did nobody tell me about this ten years ago?"),
        ("product", "No complaints. And I am somebody who complains."),
        ("service", "They could have charged me for it. They did not."),
        ("service", "I rang up to cancel and ended up staying. No tricks, they just fixed it."),
        ("service", "It went wrong at first. What they did next is why they will never lose me as a customer."),
        ("service", "No forms, no waiting, no excuses."),
        ("service", "I have never said this about a dentist: I look forward to going back."),
        ("service", "The train was late, the crew handed out ice cream, and nobody minded any more."),
        ("service", "\"We cannot do that\" is a sentence I have not heard from them once."),
        ("service", "Found a scratch on the table, rang them, and an hour later there was no scratch."),
        ("service", "I forgot my daughter's rabbit in room 12. It came by post, with a scarf on."),
        ("service", "You hardly notice that they were there, apart from the fact that everything works."),
        ("service", "We will not be trying anybody else."),
        ("product", "Took me ten minutes to stop laughing at the design and ten days to become unable to live without it."),
        ("food", "They were out of everything I wanted. What they brought instead was better than all of it."),
        ("film", "Half of it is in a language I do not speak, and I understood every word."),
    ],
    "negative": [
        ("film", "I wanted to love this film. I had tissues ready. I used them to wipe popcorn off my sleeve."),
        ("film", "Forty explosions, and I have never been more bored."),
        ("film", "My husband never walks out of films. He waited for me at the bar."),
        ("film", "I only regret that I cannot unsee it."),
        ("film", "Could not have been worse. I would not keep a second of it."),
        ("film", "Went in whistling, came out grumpy."),
        ("film", "Every star in town, a huge budget, three writers. Not one idea between them."),
        ("film", "The best joke is in the trailer. The second best is the price of the ticket."),
        ("film", "The trailer is brilliant. Watch it and stay at home."),
        ("film", "I caught the early bus because of the ending. I did not wait for it."),
        ("food", "I love fish. I left all of mine and felt sorry for hers."),
        ("food", "You cannot get a good meal here. We have tried."),
        ("food", "My only mistake was to order at all."),
        ("food", "It is cheap, it is quick, and I would rather go hungry."),
        ("food", "Beautiful plates, velvet chairs, and the worst dumplings of my life."),
        ("food", "Even the dog would NOT eat the leftovers. He eats socks."),
        ("food", "Never thought I would send back toast. There is a first time for everything."),
        ("food", "If there is a worse cheesecake in town, I do not want to meet it."),
        ("food", "Music, candles, white linen. What a pity they forgot about the cooking."),
        ("food", "We came for dinner and stayed for the argument about the bill. Never again."),
        ("product", "I dropped it on the carpet. From the height of a cat. Goodbye, forty pounds."),
        ("product", "So much to report after a week, and most of it smells of burning."),
        ("product", "I have tried to like it. It will not let me."),
        ("product", "I ordered it - and then ordered something else, because this one never switched on."),
        ("product", "Expensive, yes. Good, no. Two cheap ones have outlived it."),
        ("product", "I was ready to write a kind review. There is nothing to be kind about."),
        ("product", "My wife told me not to buy it. Now I have to hear about it daily."),
        ("product", "It promises nine things. I am still waiting for the first one."),
        ("product", "Why did nobody warn me about this before I paid?"),
        ("product", "No complaints? I have eleven. And I am somebody who never complains."),
        ("service", "They could have refunded me. They did not."),
        ("service", "I rang up to say thank you and ended up cancelling. That takes talent."),
        ("service", "It went well at first. What they did next is why I will never be their customer again."),
        ("service", "Forms, waiting, excuses."),
        ("service", "I have never said this about a dentist: I would rather keep the toothache."),
        ("service", "The train was on time for once, because it left without us. Doors shut, crew waving."),
        ("service", "\"We cannot do that\" is the only sentence they seem to have learnt."),
        ("service", "There was no scratch on the table. An hour later they had delivered it, and there was."),
        ("service", "I forgot my daughter's rabbit in room 12. They say there is no room 12."),
        ("service", "You hardly notice that they were there, apart from the bill."),
        ("service", "We will be trying anybody else."),
        ("product", "Took me ten minutes to unpack it and ten days to get my money back."),
        ("food", "They had everything I wanted. What a shame that they also cooked it."),
        ("film", "All of it is in my own language, and I did not understand why."),
    ],
}

SINGLE_VALIDATION = {
    "positive": [
        ("film", "I do not usually write reviews. For this one I made an account."),
        ("film", "Three hours long? Felt like one. I would have stayed for a fourth."),
        ("food", "I asked for the recipe. She laughed. I shall keep asking until one of us dies."),
        ("food", "Not fancy. Not trendy. Not to be missed."),
        ("product", "It looks like a toy and works like a tank."),
        ("product", "Bought one, then three more for the family. That says it all, I think."),
        ("service", "I keep waiting for the catch. Two years now, no catch."),
        ("service", "They rang ME to say I had paid too much. Who does that?"),
    ],
    "negative": [
        ("film", "I do not usually walk out. For this one I ran."),
        ("film", "Ninety minutes long? Felt like a school year. I would have paid to leave earlier."),
        ("food", "I asked for the recipe, to make sure that I never make it by accident."),
        ("food", "Very fancy. Very trendy. Very much to be missed."),
        ("product", "It looks like a tank and works like a toy."),
        ("product", "Bought one, then sent it back, then got another, which I also sent back. That says it all, I think."),
        ("service", "I kept waiting for the good part. Two years now, no good part."),
        ("service", "I rang THEM to say I had paid too much. They agreed and kept it."),
    ],
}
