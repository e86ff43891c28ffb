import type { Language } from '../../../shared/clinic/clinicSchemas'
import { guideEnglish } from './guideEnglish'
import type { GuideContent, GuideFacts } from './guideFacts'
import { guideFrench } from './guideFrench'
import { guideSpanish } from './guideSpanish'

const GUIDES: Readonly<Record<Language, (facts: GuideFacts) => GuideContent>> = {
  en: guideEnglish,
  fr: guideFrench,
  es: guideSpanish,
}

/** S4.9: the participant guide of this clinic, with only the ways in that are switched on. */
export function guideContent(language: Language, facts: GuideFacts): GuideContent {
  return GUIDES[language](facts)
}
