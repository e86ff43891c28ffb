import type { MantineThemeOverride } from '@mantine/core'
import * as token from './tokens'

type Components = NonNullable<MantineThemeOverride['components']>

/** Defaults that hold in both applications; how things look is in `theme.css`, by Mantine's static class names. */
const sharedComponents: Components = {
  Alert: { defaultProps: { variant: 'light' } },
  Anchor: { defaultProps: { underline: 'always' } },
  Badge: { defaultProps: { variant: 'light', radius: 'sm' } },
  Loader: { defaultProps: { type: 'oval' } },
  Menu: { defaultProps: { shadow: 'md', withinPortal: true, transitionProps: { duration: 90 } } },
  Modal: {
    defaultProps: { centered: true, shadow: 'lg', overlayProps: { backgroundOpacity: 0.4, color: token.linen[9] } },
  },
  Drawer: {
    defaultProps: { position: 'right', shadow: 'lg', overlayProps: { backgroundOpacity: 0.3, color: token.linen[9] } },
  },
  Paper: { defaultProps: { withBorder: true } },
  Popover: { defaultProps: { shadow: 'md' } },
  Tooltip: { defaultProps: { openDelay: 350, withArrow: true, events: { hover: true, focus: true, touch: true } } },
}

const sized = (size: 'sm' | 'md'): Components =>
  Object.fromEntries(
    [
      'Button',
      'TextInput',
      'PasswordInput',
      'Select',
      'NativeSelect',
      'Textarea',
      'Checkbox',
      'Radio',
      'Switch',
      'PinInput',
    ]
      .concat(['DateInput', 'NumberInput', 'FileInput', 'SegmentedControl', 'Autocomplete', 'MultiSelect', 'TagsInput'])
      .map((name) => [name, { defaultProps: { size } }]),
  )

const headings = (density: token.Density): NonNullable<MantineThemeOverride['headings']> => {
  const sizes = density.headings
  return {
    fontFamily: token.fontFamily,
    fontWeight: '650',
    textWrap: 'balance',
    sizes: {
      h1: { fontSize: sizes.h1, lineHeight: '1.2' },
      h2: { fontSize: sizes.h2, lineHeight: '1.3' },
      h3: { fontSize: sizes.h3, lineHeight: '1.35' },
      h4: { fontSize: sizes.h4, lineHeight: '1.4' },
      h5: { fontSize: sizes.h5, lineHeight: '1.4' },
      h6: { fontSize: sizes.h6, lineHeight: '1.4' },
    },
  }
}

const themeFor = (density: token.Density, components: Components): MantineThemeOverride => ({
  white: '#ffffff',
  black: token.linen[9],
  colors: {
    petrol: token.petrol,
    gray: token.linen,
    dark: token.umber,
    success: token.success,
    warn: token.warn,
    danger: token.danger,
    // The library's own names, so that a default such as `color="red"` cannot bring in a foreign colour.
    blue: token.petrol,
    cyan: token.petrol,
    green: token.success,
    teal: token.success,
    yellow: token.warn,
    orange: token.warn,
    red: token.danger,
  },
  primaryColor: 'petrol',
  primaryShade: { light: 7, dark: 6 },
  fontFamily: token.fontFamily,
  fontFamilyMonospace: token.fontFamilyMono,
  headings: headings(density),
  fontSizes: density.fontSizes,
  spacing: density.spacing,
  lineHeights: { xs: '1.35', sm: '1.4', md: density.lineHeight, lg: density.lineHeight, xl: '1.4' },
  fontWeights: { regular: '400', medium: '560', bold: '650' },
  radius: token.radius,
  defaultRadius: density.radius,
  shadows: token.shadows,
  focusRing: 'auto',
  respectReducedMotion: true,
  cursorType: 'pointer',
  components: { ...sharedComponents, ...sized(density.radius === 'md' ? 'sm' : 'md'), ...components },
})

/** Dense and desktop-like: 14 px text, 32 px controls, 6 px corners. */
export const consoleTheme: MantineThemeOverride = themeFor(token.consoleDensity, {
  Table: { defaultProps: { verticalSpacing: 7, horizontalSpacing: 'md', highlightOnHover: true } },
  Tabs: { defaultProps: { keepMounted: false } },
  ColorPicker: { defaultProps: { saturationLabel: 'Strength and brightness', hueLabel: 'Hue' } },
  ActionIcon: { defaultProps: { variant: 'subtle', color: 'gray', size: 'md' } },
})

/** Generous: 17 px text, 48 px controls, nothing that can be touched under 44 px. */
export const portalTheme: MantineThemeOverride = themeFor(token.portalDensity, {
  Table: { defaultProps: { verticalSpacing: 'sm', horizontalSpacing: 'md' } },
  ActionIcon: { defaultProps: { variant: 'subtle', color: 'gray', size: 44 } },
  CloseButton: { defaultProps: { size: 44, iconSize: 22 } },
})
