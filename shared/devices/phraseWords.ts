/** 256 short plain words, one for each byte. Never reorder: the phrase of a device must stay the same on every version. */
export const PHRASE_WORDS: readonly string[] = `
acorn almond amber anchor apple apron arch arrow aspen atlas attic autumn badge baker balcony bamboo banjo
barley barn basin basket beach beacon beaver bell bench berry bicycle birch biscuit blanket blossom bonnet book
bottle bridge brook broom bubble bucket butter button cabin cactus camel candle canoe canyon carpet carrot
castle cedar cellar chalk cherry chimney cinnamon circle clarinet clay cliff clover coast cobalt cobra coconut
comet compass copper coral cork cotton cradle crayon cricket crown curtain daisy dawn desert diamond dolphin
donkey drum eagle easel echo elbow elm ember engine falcon feather fern fiddle field finch flannel flute forest
fossil fountain fox galaxy garden garlic ginger giraffe glacier glove goose granite grape gravel guitar hammer
hammock harbor harp hazel hedge helmet heron hill honey horizon iceberg igloo indigo island ivory ivy jacket
jasmine jigsaw juniper kayak kettle kitchen kite koala ladder lagoon lantern lark lavender leaf lemon library
lilac linen lobster lotus maple marble market meadow melon mirror mitten moon mosaic mountain muffin mustard
napkin needle nest nickel notebook nutmeg oak oasis oatmeal ocean olive onion orange orchard otter oven owl
oyster paddle palm panda paper parrot pasture peach pearl pebble pencil pepper piano pigeon pillow pine planet
plum pocket pony poplar poppy potato prairie pumpkin puzzle quartz quilt rabbit radish rain rainbow raven reef
ribbon river robin rocket rooster rose saddle saffron sail salmon sandal scarf shell silver sparrow spoon spruce
star stone summer sunset swan table teapot thimble tiger timber tulip tunnel turtle valley velvet village violin
walnut water willow window winter zebra
`
  .trim()
  .split(/\s+/)
