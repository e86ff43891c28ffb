/**
 * Every colour, size and radius of Vestibule. Themes, styles and the contrast test all read this file; nothing else
 * holds a colour value. The ramps were computed in OKLCH (equal steps of lightness, one hue each) and then written down.
 */
export type Ramp = readonly [string, string, string, string, string, string, string, string, string, string]

export const petrol: Ramp = [
  '#f2f9fb',
  '#e3f1f6',
  '#c9e1ea',
  '#a4cddc',
  '#7bb5c8',
  '#539ab1',
  '#2a7c94',
  '#08677e',
  '#004f62',
  '#003745',
]
/** Warm neutral for the light scheme, paper to ink. */
export const linen: Ramp = [
  '#fbfaf7',
  '#f6f4f1',
  '#ebe9e6',
  '#dfdcd6',
  '#c6c4be',
  '#94928d',
  '#716e69',
  '#575550',
  '#3c3a36',
  '#23211d',
]
/** Warm neutral for the dark scheme, in the order that Mantine expects of `dark`: lightest first. */
export const umber: Ramp = [
  '#ece9e4',
  '#d0cdc9',
  '#b1ada9',
  '#8c8985',
  '#464340',
  '#363430',
  '#2a2724',
  '#211e1b',
  '#181613',
  '#100e0b',
]
export const success: Ramp = [
  '#f2faf3',
  '#e4f2e6',
  '#cbe4cf',
  '#a9d2b0',
  '#81bb8d',
  '#5ca16c',
  '#36834b',
  '#1d6e37',
  '#095526',
  '#033b18',
]
export const warn: Ramp = [
  '#fdf6ef',
  '#f9ebdd',
  '#f0d8bf',
  '#e5be95',
  '#d49f65',
  '#bd8037',
  '#9e6100',
  '#824f00',
  '#653b00',
  '#472800',
]
export const danger: Ramp = [
  '#fff5f4',
  '#ffe8e5',
  '#ffcfca',
  '#fcafa8',
  '#f18981',
  '#dd645e',
  '#be3e3c',
  '#a52427',
  '#841018',
  '#5f060d',
]

/** A tone is how a status feels; each also has its own icon and its own words (see StatusBadge). */
export type Tone = 'neutral' | 'info' | 'progress' | 'success' | 'warn' | 'danger'

export interface ToneColors {
  readonly ink: string
  readonly wash: string
  readonly line: string
}

/** What a scheme must answer. `control` is the border of things that can be operated (3:1); `line` only separates. */
export interface Scheme {
  readonly canvas: string
  readonly surface: string
  readonly sunken: string
  readonly hover: string
  readonly line: string
  readonly control: string
  readonly ink: string
  readonly inkSoft: string
  readonly placeholder: string
  readonly brand: string
  readonly link: string
  readonly focus: string
  readonly onFilled: string
  readonly filled: string
  readonly filledHover: string
  readonly dangerFilled: string
  readonly dangerFilledHover: string
  readonly error: string
  readonly tones: Readonly<Record<Tone, ToneColors>>
}

const lightTone = (ramp: Ramp): ToneColors => ({ ink: ramp[8], wash: ramp[1], line: ramp[3] })
const darkTone = (ramp: Ramp, wash: string): ToneColors => ({ ink: ramp[2], wash, line: ramp[7] })

export const light: Scheme = {
  canvas: linen[1],
  surface: '#ffffff',
  sunken: linen[1],
  hover: linen[2],
  line: linen[3],
  control: '#8a8780',
  ink: linen[9],
  inkSoft: '#625f5a',
  placeholder: linen[6],
  brand: petrol[7],
  link: petrol[7],
  focus: petrol[6],
  onFilled: '#ffffff',
  filled: petrol[7],
  filledHover: petrol[8],
  dangerFilled: danger[7],
  dangerFilledHover: danger[8],
  error: danger[7],
  tones: {
    neutral: { ink: linen[8], wash: linen[2], line: linen[4] },
    info: lightTone(petrol),
    progress: { ink: petrol[8], wash: '#ffffff', line: petrol[4] },
    success: lightTone(success),
    warn: lightTone(warn),
    danger: lightTone(danger),
  },
}

export const dark: Scheme = {
  canvas: umber[8],
  surface: umber[7],
  sunken: umber[8],
  hover: umber[6],
  line: '#3d3a36',
  control: '#7d7974',
  ink: umber[0],
  inkSoft: umber[2],
  placeholder: '#9b9792',
  brand: petrol[4],
  link: petrol[3],
  focus: petrol[4],
  onFilled: '#ffffff',
  filled: petrol[6],
  filledHover: petrol[7],
  dangerFilled: danger[6],
  dangerFilledHover: danger[7],
  error: danger[3],
  tones: {
    neutral: { ink: umber[1], wash: umber[5], line: '#5a5652' },
    info: darkTone(petrol, '#0f303a'),
    progress: { ink: petrol[2], wash: umber[7], line: petrol[6] },
    success: darkTone(success, '#17321e'),
    warn: darkTone(warn, '#3e290f'),
    danger: darkTone(danger, '#4a1917'),
  },
}

/** Atkinson Hyperlegible keeps 0 and O, 1, l and I apart, which matters where codes and record numbers are read out. */
export const fontFamily =
  "'Atkinson Hyperlegible Next Variable', 'Segoe UI Variable Text', 'Segoe UI', system-ui, -apple-system, 'Noto Sans', sans-serif"
export const fontFamilyMono = "ui-monospace, 'SF Mono', 'Cascadia Mono', Consolas, 'Liberation Mono', monospace"

/** Lengths are in rem so that the reader's own text size is honoured. */
export interface Density {
  readonly fontSizes: Readonly<Record<'xs' | 'sm' | 'md' | 'lg' | 'xl', string>>
  readonly spacing: Readonly<Record<'xs' | 'sm' | 'md' | 'lg' | 'xl', string>>
  readonly headings: Readonly<Record<'h1' | 'h2' | 'h3' | 'h4' | 'h5' | 'h6', string>>
  readonly lineHeight: string
  readonly radius: 'md' | 'lg'
  /** Heights of buttons and inputs; `sm` is the console's default, `md` the portal's. */
  readonly control: Readonly<Record<'xs' | 'sm' | 'md' | 'lg', string>>
}

export const consoleDensity: Density = {
  fontSizes: { xs: '0.75rem', sm: '0.8125rem', md: '0.875rem', lg: '1rem', xl: '1.125rem' },
  spacing: { xs: '0.375rem', sm: '0.5rem', md: '0.75rem', lg: '1.125rem', xl: '1.75rem' },
  headings: { h1: '1.375rem', h2: '1.125rem', h3: '1rem', h4: '0.9375rem', h5: '0.875rem', h6: '0.8125rem' },
  lineHeight: '1.45',
  radius: 'md',
  control: { xs: '1.625rem', sm: '2rem', md: '2.25rem', lg: '2.75rem' },
}

export const portalDensity: Density = {
  fontSizes: { xs: '0.8125rem', sm: '0.9375rem', md: '1.0625rem', lg: '1.1875rem', xl: '1.375rem' },
  spacing: { xs: '0.5rem', sm: '0.75rem', md: '1rem', lg: '1.5rem', xl: '2.25rem' },
  headings: { h1: '1.75rem', h2: '1.375rem', h3: '1.1875rem', h4: '1.0625rem', h5: '1.0625rem', h6: '1rem' },
  lineHeight: '1.55',
  radius: 'lg',
  control: { xs: '2.75rem', sm: '2.75rem', md: '3rem', lg: '3.375rem' },
}

export const radius = { xs: '3px', sm: '4px', md: '6px', lg: '10px', xl: '18px' } as const

/** Two soft layers, warm black; used only by things that float (menus, dialogs), never by cards. */
export const shadows = {
  xs: '0 1px 2px rgb(35 33 29 / 0.06)',
  sm: '0 1px 3px rgb(35 33 29 / 0.08)',
  md: '0 2px 6px rgb(35 33 29 / 0.08), 0 8px 24px rgb(35 33 29 / 0.10)',
  lg: '0 4px 10px rgb(35 33 29 / 0.08), 0 18px 48px rgb(35 33 29 / 0.16)',
  xl: '0 6px 16px rgb(35 33 29 / 0.10), 0 28px 72px rgb(35 33 29 / 0.20)',
} as const
