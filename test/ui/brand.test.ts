import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { markPath } from '../../renderer/ui/markPath'

const brand = (file: string) => readFileSync(new URL(`../../resources/brand/${file}`, import.meta.url), 'utf8')

test('the icon in the tab, the mark on paper and the mark on the page are one drawing', () => {
  for (const file of ['favicon.svg', 'mark.svg', 'app-icon.svg']) expect(brand(file)).toContain(`d="${markPath}"`)
})

test('H1: brand images carry no style or script of their own, so a strict policy shows them as drawn', () => {
  for (const file of ['favicon.svg', 'mark.svg', 'app-icon.svg'])
    expect(brand(file)).not.toMatch(/<style|<script|style=|href/)
})
