import { createI18n, type Translation } from '../../ui/i18n'
import { en } from './en'

/** The portal's words. French and Spanish are fetched only by those who read them. */
export const { I18nProvider, useText, load } = createI18n({
  en,
  fr: () => import('./fr').then((module) => module.fr),
  es: () => import('./es').then((module) => module.es),
})
export type PortalText = Translation<typeof en>
