"""What the example brand films: one idea a line, for each of its four experiments."""

from __future__ import annotations

ENDINGS = (
    "Save this one for tonight.",
    "Your turn!",
    "Tell us how it went.",
    "Send it to whoever cooks at yours.",
    "No fancy kit needed.",
    "Full recipe in the comments.",
    "We ate the whole pan.",
)


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.strip().splitlines())


SLOT_TOPICS = _lines("""
    Leek and potato soup in one pot
    Crispy chickpeas from the oven
    Lemon orzo with frozen peas
    Ten-minute miso noodles
    Sheet-pan sausages with red cabbage
    Creamy butter beans on toast
    The laziest lasagne we know
    Carrot fritters with yoghurt
    Smoky tomato shakshuka
    Winter salad that is not sad
    Gnocchi baked with mozzarella
    Fried rice from yesterday's rice
    Cauliflower steaks with tahini
    Cabbage wedges, burnt on purpose
    Coconut lentil dal
    Mushroom toast with thyme
    Five-ingredient tuna pasta
    Roast garlic mash
    Beetroot hummus, bright pink
    Pumpkin risotto without stirring
    Turkish eggs with chilli butter
    One-pan chicken and rice
    Onion soup in an hour
    Kale chips that stay crisp
    Spinach and feta filo swirl
    Peanut noodles, cold or warm
    Sweet potato wedges, no soggy ones
    Broccoli pesto in three minutes
    White bean chilli
    Halloumi fajitas
    Potato rösti as big as the pan
    Pasta e ceci from the cupboard
    Honey-mustard salmon
    Egg-drop soup for a cold night
    Quesadillas with leftover veg
    Fennel and orange salad
    Red lentil bolognese
    Baked feta, but with grapes
    Kimchi pancakes
    Tarte flambée on a wrap
    Brown-butter brussels sprouts
    Tomato soup with grilled-cheese croutons
    Soy-glazed aubergine
    Chicken noodle soup for colds
    Pea and mint fritters
    Cacio e pepe that never clumps
    Stuffed peppers in the air fryer
    Käsespätzle from scratch
    Black bean tacos
    Garlic bread from old rolls
    Thai basil stir-fry
    Savoy cabbage carbonara
    Crispy rice salad
    Mushroom stroganoff without cream
    Baked potatoes, four toppings
    Lemon chicken thighs
""")

HOOK_TOPICS = _lines("""
    Gnocchi straight from packet to pan
    Wild garlic pesto that stays green
    Boiled eggs that peel themselves
    Asparagus without the stringy ends
    Rice that never sticks
    Onions caramelised in twenty minutes
    The crunchiest roast potatoes
    Pasta water, the sauce you pour away
    How long to rest a steak
    Radishes, but roasted
    Overnight oats that are not slime
    Rhubarb compote with one spice
    Cutting an avocado safely
    Herbs that last two weeks
    Pancakes as tall as your thumb
    Crispy tofu without flour
    Salad dressing in a jam jar
    Spinach that does not shrink to nothing
    The right oil for frying
    Sourdough toast with burnt honey
    Poached eggs for six at once
    Carrot-top salsa verde
    Garlic peeled in ten seconds
    Spring-roll bowl
    Scrambled eggs, French or British
    Cucumber salad, smashed
    Chicken breast that stays juicy
    Reviving stale bread
    Spring onion flatbreads
    A knife sharpened on a mug
    Lentils that keep their shape
    Tomato paste, fried first
    Green shakshuka
    Freezing herbs in olive oil
    New potatoes with anchovy butter
    Fish skin that shatters
    Strawberries that keep for a week
    Mayonnaise in one minute
    Peas, the best frozen vegetable
    Browning butter without burning it
    Mushrooms: wash or brush?
    Vegetable stock from scraps
    Crispy bacon from a cold pan
    Lemon curd in the microwave
    Salting pasta water properly
    Burger smashed, not shaped
    Kohlrabi slaw
    Ripening avocados overnight
    Couscous that is fluffy
    Noodles tossed in chilli oil
    Cheese sauce without lumps
    Leftover rice, safely kept
    Ginger peeled with a spoon
    White asparagus, peeled right
    Aubergine without all that oil
    Barbecue marinade with cola
""")

HASHTAG_TOPICS = _lines("""
    Banana bread with a crust of sugar
    Cinnamon rolls without yeast
    Marbled cheesecake bars
    Brown-butter cookies
    Carrot cake in a loaf tin
    Lemon drizzle, double drizzle
    Focaccia for beginners
    Chocolate mousse from two things
    Apple turnovers in half an hour
    Bee sting cake
    Oat cookies for breakfast
    Donauwelle in a tray
    Pretzel bites
    Orange polenta cake
    Raspberry crumble muffins
    Skillet brownies
    Scones that rise straight up
    Baked doughnuts
    Poppy-seed roll
    Tiramisu in a glass
    Hazelnut macaroons
    No-knead rye bread
    Plum streusel from frozen plums
    Pistachio financiers
    Coconut snowballs
    Quark dumplings with crumbs
    Swiss roll that does not crack
    Gingerbread to use up
    Chocolate chip skillet cookie
    Berliner at home
    Blueberry buckle
    Black Forest in a jar
    Potato bread rolls
    Salted caramel tart
    Choux buns for cowards
    Yoghurt cake measured in pots
    Pear and almond galette
    Rocky road
    Sesame brittle
    Kaiserschmarrn, torn and caramelised
    Marzipan hearts
    Red velvet cupcakes
    Strawberry heart tart
    Molten chocolate cakes
    Peanut butter blondies
    Cheese straws
    Linzer cookies
    Matcha shortbread
    Upside-down pineapple cake
    Buttermilk waffles
    Fastnacht doughnuts
    Custard tarts
    Zebra cake
    Pull-apart garlic bread
    Vanilla crescents out of season
    Mug cake in ninety seconds
""")

SOUND_TOPICS = _lines("""
    Piping roses with a sandwich bag
    Laminating dough in real time
    Glazing éclairs
    Torching a lemon meringue
    Folding croissants
    Cracking a crème brûlée
    Slicing a layered crêpe cake
    Kneading brioche by hand
    Dusting tiramisu
    Stretching strudel over a table
    Filling macarons
    Pouring a mirror glaze
    Braiding an Easter loaf
    Rolling babka
    Scoring sourdough
    Dipping orange peel in chocolate
    Shaping hot cross buns
    Frosting a carrot cake
    Unmoulding panna cotta
    Whipping Swiss meringue
    Pressing spritz cookies
    Snapping tempered chocolate
    Cutting fudge
    Spinning sugar
    Flipping a tarte tatin
    Stacking profiteroles
    Baking a lamb-shaped cake
    Painting egg cookies
""")
