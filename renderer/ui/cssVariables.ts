import type { CSSVariablesResolver } from '@mantine/core'
import { type Density, danger, dark, light, petrol, type Ramp, type Scheme, success, type Tone, warn } from './tokens'

type Variables = Record<string, string>

const tones: readonly Tone[] = ['neutral', 'info', 'progress', 'success', 'warn', 'danger']

/** Mantine's own names, answered by our scheme, so that a component nobody styled still speaks Vestibule. */
const mantineNames = (s: Scheme): Variables => ({
  '--mantine-color-body': s.surface,
  '--mantine-color-text': s.ink,
  '--mantine-color-bright': s.ink,
  '--mantine-color-dimmed': s.inkSoft,
  '--mantine-color-placeholder': s.placeholder,
  '--mantine-color-anchor': s.link,
  '--mantine-color-error': s.error,
  '--mantine-color-success': s.tones.success.ink,
  '--mantine-color-default': s.surface,
  '--mantine-color-default-hover': s.hover,
  '--mantine-color-default-color': s.ink,
  '--mantine-color-default-border': s.control,
  '--mantine-color-disabled': s.hover,
  '--mantine-color-disabled-color': s.placeholder,
  '--mantine-color-disabled-border': s.line,
})

const ownNames = (s: Scheme): Variables => ({
  '--v-canvas': s.canvas,
  '--v-surface': s.surface,
  '--v-sunken': s.sunken,
  '--v-hover': s.hover,
  '--v-line': s.line,
  '--v-control': s.control,
  '--v-ink': s.ink,
  '--v-ink-soft': s.inkSoft,
  '--v-brand': s.brand,
  '--v-link': s.link,
  '--v-focus': s.focus,
  '--v-error': s.error,
})

const toneNames = (s: Scheme): Variables =>
  Object.fromEntries(
    tones.flatMap((tone) => [
      [`--v-${tone}-ink`, s.tones[tone].ink],
      [`--v-${tone}-wash`, s.tones[tone].wash],
      [`--v-${tone}-line`, s.tones[tone].line],
    ]),
  )

interface Family {
  readonly names: readonly string[]
  readonly ramp: Ramp
  readonly tone: Tone
}

const families: readonly Family[] = [
  { names: ['petrol', 'blue', 'cyan'], ramp: petrol, tone: 'info' },
  { names: ['success', 'green', 'teal'], ramp: success, tone: 'success' },
  { names: ['warn', 'yellow', 'orange'], ramp: warn, tone: 'warn' },
  { names: ['danger', 'red'], ramp: danger, tone: 'danger' },
]

const variantNames = (name: string, family: Family, s: Scheme, scheme: 'light' | 'dark'): Variables => {
  const tone = s.tones[family.tone]
  const filled = scheme === 'light' ? family.ramp[7] : family.ramp[6]
  return {
    [`--mantine-color-${name}-text`]: scheme === 'light' ? family.ramp[7] : family.ramp[3],
    [`--mantine-color-${name}-filled`]: filled,
    [`--mantine-color-${name}-filled-hover`]: scheme === 'light' ? family.ramp[8] : family.ramp[7],
    [`--mantine-color-${name}-light`]: tone.wash,
    [`--mantine-color-${name}-light-hover`]: `color-mix(in srgb, ${tone.wash}, ${tone.ink} 10%)`,
    [`--mantine-color-${name}-light-color`]: tone.ink,
    [`--mantine-color-${name}-outline`]: scheme === 'light' ? family.ramp[7] : family.ramp[3],
    [`--mantine-color-${name}-outline-hover`]: tone.wash,
  }
}

const schemeVariables = (s: Scheme, scheme: 'light' | 'dark'): Variables => ({
  ...mantineNames(s),
  ...ownNames(s),
  ...toneNames(s),
  ...Object.assign({}, ...families.flatMap((f) => f.names.map((name) => variantNames(name, f, s, scheme)))),
})

const densityVariables = (d: Density): Variables =>
  Object.fromEntries(Object.entries(d.control).map(([size, height]) => [`--v-control-${size}`, height]))

/** Builds the resolver that MantineProvider calls: shared sizes, then one set of colours for each scheme. */
export const cssVariables =
  (density: Density): CSSVariablesResolver =>
  () => ({
    variables: densityVariables(density),
    light: schemeVariables(light, 'light'),
    dark: schemeVariables(dark, 'dark'),
  })
