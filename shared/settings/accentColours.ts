/** The grounds that an accent stands on; a test compares them with `renderer/ui/tokens.ts`. */
export const LIGHT_GROUNDS = ['#ffffff', '#f6f4f1', '#ebe9e6'] as const
export const DARK_GROUNDS = ['#211e1b', '#181613', '#2a2724'] as const
const [WHITE, BLACK] = ['#ffffff', '#100e0b'] as const
/** WCAG 2.2: words, and parts of controls. */
const FOR_WORDS = 4.5
const FOR_PARTS = 3
const STEP = 0.04

/** The colours of one scheme that an accent decides, as #rrggbb. */
export interface AccentColours {
  readonly filled: string
  readonly filledHover: string
  /** Words on both. */
  readonly onFilled: string
  /** Words on the page. */
  readonly link: string
  /** Focus ring, progress bar, mark. */
  readonly focus: string
}

export interface AccentContrast {
  /** Of the better of white and dark words on a button in this colour. */
  readonly words: number
  /** Of a button in this colour against the page. */
  readonly page: number
  readonly onFilled: string
  readonly ok: boolean
}

/** S2.65: whether a clinic may choose `hex` (#rrggbb, lower case): 4.5:1 for the words on a button, 3:1 for the button against a light page. */
export function accentContrast(hex: string): AccentContrast {
  const onFilled = wordsOn(hex)
  const words = contrast(onFilled, hex)
  const page = Math.min(...LIGHT_GROUNDS.slice(0, 2).map((ground) => contrast(hex, ground)))
  return { words, page, onFilled, ok: words >= FOR_WORDS && page >= FOR_PARTS }
}

/**
 * The colours to use in both schemes. A colour that fails `accentContrast`, or is too dark for a dark page, is moved towards black or white as far as
 * needed, so that also the preview of a bad choice can be read.
 */
export function accentPalette(hex: string): { readonly light: AccentColours; readonly dark: AccentColours } {
  return { light: coloursOn(LIGHT_GROUNDS, hex, '#000000'), dark: coloursOn(DARK_GROUNDS, hex, '#ffffff') }
}

function coloursOn(grounds: readonly string[], hex: string, towards: string): AccentColours {
  const against = (colour: string) => Math.min(...grounds.map((ground) => contrast(colour, ground)))
  const legible = (colour: string) => contrast(wordsOn(colour), colour) >= FOR_WORDS
  const filled = moved(hex, towards, (colour) => against(colour) >= FOR_PARTS && legible(colour))
  const onFilled = wordsOn(filled)
  return {
    filled,
    // Away from its words: under the pointer they are never harder to read.
    filledHover: mixed(filled, onFilled === WHITE ? '#000000' : '#ffffff', 3 * STEP),
    onFilled,
    link: moved(hex, towards, (colour) => against(colour) >= FOR_WORDS),
    focus: moved(hex, towards, (colour) => against(colour) >= FOR_PARTS),
  }
}

/** The first of the colours from `hex` to `towards` that is good; the end of the way always is. */
function moved(hex: string, towards: string, good: (colour: string) => boolean): string {
  for (let part = 0; part < 1; part += STEP) {
    const colour = mixed(hex, towards, part)
    if (good(colour)) return colour
  }
  return towards
}

function wordsOn(hex: string): string {
  return contrast(WHITE, hex) >= contrast(BLACK, hex) ? WHITE : BLACK
}

function mixed(hex: string, other: string, part: number): string {
  const channels = channelsOf(other)
  const parts = channelsOf(hex).map((channel, at) => Math.round(channel + ((channels[at] ?? 0) - channel) * part))
  return `#${parts.map((channel) => channel.toString(16).padStart(2, '0')).join('')}`
}

function channelsOf(hex: string): readonly number[] {
  return [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16))
}

/** Contrast ratio of two colours, 1 to 21 (WCAG 2.2). */
export function contrast(one: string, other: string): number {
  const [high = 0, low = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a)
  return (high + 0.05) / (low + 0.05)
}

function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = channelsOf(hex)
    .map((channel) => channel / 255)
    .map((channel) => (channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4))
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}
