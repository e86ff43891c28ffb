import { type AccentColours, accentPalette } from '../../../shared/settings/accentColours'

/**
 * S2.65: the clinic's accent as rules for both schemes, with contrast kept by `accentPalette`; '' for the product's own colours. They stand after
 * the running page's own variables and below those of print.
 */
export function accentRules(accent: string): string {
  if (!/^#[0-9a-f]{6}$/.test(accent)) return ''
  const { light, dark } = accentPalette(accent)
  return [...schemeRules('light', light), ...schemeRules('dark', dark)].join('\n')
}

function schemeRules(scheme: 'light' | 'dark', colours: AccentColours): string[] {
  const root = `:root[data-mantine-color-scheme="${scheme}"]`
  const { filled, filledHover, onFilled, link, focus } = colours
  const wash = (part: number) => `color-mix(in srgb, var(--v-surface), ${link} ${part}%)`
  const variables = {
    '--v-brand': focus,
    '--v-focus': focus,
    '--v-link': link,
    '--mantine-color-anchor': link,
    '--mantine-primary-color-contrast': onFilled,
    '--mantine-color-petrol-filled': filled,
    '--mantine-color-petrol-filled-hover': filledHover,
    '--mantine-color-petrol-text': link,
    '--mantine-color-petrol-outline': link,
    '--mantine-color-petrol-light': wash(8),
    '--mantine-color-petrol-light-hover': wash(12),
    '--mantine-color-petrol-light-color': link,
  }
  const lines = Object.entries(variables).map(([name, value]) => `${name}: ${value};`)
  // Mantine writes white onto every filled button, also where a pale accent needs dark words.
  const button = '.mantine-Button-root[data-variant="filled"]:not([data-disabled], [style*="danger"])'
  return [`${root} { ${lines.join(' ')} }`, `${root} ${button} { color: ${onFilled}; }`]
}
