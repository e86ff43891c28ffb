import { createContext, type ReactNode, use, useCallback, useLayoutEffect, useMemo, useState } from 'react'
import { LanguageContext, type LanguageState } from './LanguageContext'
import type { Language } from './language'
import { usePage } from './PageContext'

/** A message is words, or a function of named parameters that gives words; groups nest. */
export type Message = string | ((params: never) => string)
export interface Messages {
  readonly [key: string]: Message | Messages
}

/** The shape that a translation must fill: same keys, same parameters, any words. A missing key does not compile. */
export type Translation<M> = {
  readonly [K in keyof M]: M[K] extends string
    ? string
    : M[K] extends (params: never) => string
      ? M[K]
      : Translation<M[K]>
}

type Source<M> = Translation<M> | (() => Promise<Translation<M>>)

export interface Dictionaries<M> {
  readonly en: M
  readonly fr: Source<M>
  readonly es: Source<M>
}

/** One language together with its words: they change in the same render, so a page is never half translated. */
export interface Loaded<M> {
  readonly language: Language
  readonly messages: Translation<M>
}

export interface I18nProviderProps<M> {
  /** From `await load(language)`, so that the first render already has its words. */
  readonly initial: Loaded<M>
  /** Told after a change, for an application that keeps the choice. */
  readonly onChange?: (language: Language) => void
  readonly children: ReactNode
}

const isLoader = <M,>(source: M | Source<M>): source is () => Promise<Translation<M>> => typeof source === 'function'

/**
 * A typed dictionary for one application. English is always present; French and Spanish may be loader functions
 * (`() => import('./fr').then((m) => m.fr)`), fetched only by those who read them.
 */
export function createI18n<M extends Messages>(dictionaries: Dictionaries<M>) {
  const english: Loaded<M> = { language: 'en', messages: dictionaries.en as unknown as Translation<M> }
  const Context = createContext<Loaded<M>>(english)

  /** Never rejects: when a dictionary cannot be fetched the answer is English. */
  const load = async (language: Language): Promise<Loaded<M>> => {
    const source: M | Source<M> = dictionaries[language]
    if (!isLoader<M>(source)) return { language, messages: source as Translation<M> }
    try {
      return { language, messages: await source() }
    } catch {
      return english
    }
  }

  function I18nProvider({ initial, onChange, children }: I18nProviderProps<M>) {
    const page = usePage()
    const [loaded, setLoaded] = useState(initial)
    const setLanguage = useCallback(
      async (language: Language) => {
        const next = await load(language)
        setLoaded(next)
        onChange?.(next.language)
      },
      [onChange],
    )
    useLayoutEffect(() => {
      page.documentElement.lang = loaded.language
    }, [page, loaded.language])
    const state = useMemo<LanguageState>(
      () => ({ language: loaded.language, setLanguage }),
      [loaded.language, setLanguage],
    )
    return (
      <LanguageContext value={state}>
        <Context value={loaded}>{children}</Context>
      </LanguageContext>
    )
  }

  /** The words of this application in the reader's language. */
  const useText = (): Translation<M> => use(Context).messages

  return { I18nProvider, useText, load }
}
