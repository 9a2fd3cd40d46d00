/** Red, green and blue, from 0 to 255. */
export type Colour = readonly [number, number, number]

const named: Readonly<Record<string, Colour>> = {
  black: [15, 15, 15],
  charcoal: [60, 60, 65],
  grey: [128, 128, 128],
  silver: [190, 190, 195],
  white: [248, 248, 248],
  cream: [240, 228, 200],
  brown: [110, 70, 40],
  tan: [190, 150, 105],
  red: [205, 40, 40],
  orange: [235, 130, 40],
  gold: [225, 180, 60],
  yellow: [245, 225, 80],
  olive: [120, 125, 50],
  green: [60, 150, 70],
  teal: [30, 130, 130],
  'sky blue': [125, 185, 230],
  blue: [45, 95, 200],
  navy: [20, 35, 85],
  violet: [115, 70, 160],
  rose: [225, 130, 150],
  pink: [245, 175, 200],
}

/** What people call a colour: the nearest of a few. */
export function colourName(colour: Colour): string {
  const [name = 'grey'] = Object.entries(named)
    .toSorted(([, one], [, other]) => distance(one, colour) - distance(other, colour))
    .map(([word]) => word)
  return name
}

function distance(one: Colour, other: Colour): number {
  return one.reduce((sum, value, index) => sum + (value - (other[index] ?? 0)) ** 2, 0)
}

/** The colours of most of these pixels, coarsely, the most frequent first. */
export function frequent(pixels: Iterable<Colour>): Colour[] {
  const counts = new Map<string, { colour: Colour; count: number }>()
  for (const colour of pixels) {
    const key = colourName(colour)
    const seen = counts.get(key)
    if (seen === undefined) counts.set(key, { colour, count: 1 })
    else seen.count += 1
  }
  return [...counts.values()].sort((a, b) => b.count - a.count).map(({ colour }) => colour)
}
