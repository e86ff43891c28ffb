import { readFileSync } from 'node:fs'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/**
 * `npm test` runs three parts (scripts/test.mjs). The stories in Chromium and the chaos suite bring servers, browsers and consoles of their own; files that
 * compare the times of answers run last and alone. Without PART, and with files named, any of them can be run.
 */
const STORIES = ['test/e2e/**/*.test.ts', 'test/chaos/**/*.test.ts']
const TIMES = 'test/**/*.timing.test.ts'
const EVERYTHING = 'test/**/*.test.{ts,tsx}'
interface Part {
  readonly include: string[]
  readonly exclude: string[]
  readonly workers: number
}
const PARTS: Readonly<Record<string, Part>> = {
  most: { include: [EVERYTHING], exclude: [...STORIES, TIMES], workers: 3 },
  stories: { include: STORIES, exclude: [], workers: 4 },
  times: { include: [TIMES], exclude: [], workers: 1 },
}
const part = PARTS[process.env.PART ?? ''] ?? { include: [EVERYTHING], exclude: [], workers: 2 }

/** The longest begin first, or one of them is left alone at the end. */
const LONG = [
  ...['portalPages', 'offlineWeek', 'identity', 'chaos.test', 'corrections.test', 'restore.test', 'story.test'],
  ...['startProblems', 'backupLife', 'embedded', 'outboxRace', 'replicaBrowser'],
]
class InGoodOrder extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification) => {
      const at = LONG.findIndex((name) => moduleId.includes(`/${name}`))
      return at === -1 ? LONG.length : at
    }
    const bySize = await super.sort(files)
    return bySize.sort((a, b) => Number(needsPage(a)) - Number(needsPage(b)) || place(a) - place(b))
  }
}

/** A worker goes on to the next file only if that wants the same environment; else it ends, with all modules it had loaded. So those of a page stand together. */
function needsPage({ moduleId }: TestSpecification): boolean {
  return readFileSync(moduleId, 'utf8').startsWith('// @vitest-environment')
}

/** Every test in the repository. One real PostgreSQL is started for the run (globalSetup) and each file takes databases from it. */
export default defineConfig({
  plugins: [react()],
  test: {
    include: part.include,
    exclude: [...part.exclude, '**/node_modules/**'],
    globalSetup: ['test/support/globalSetup.ts'],
    setupFiles: ['test/support/leaveNothing.ts'],
    pool: 'forks',
    // Files of one worker share the modules they import: loading them anew for each of 275 files was a quarter of the whole run.
    isolate: part !== PARTS.most,
    // More than two cores: a story waits for its browser most of the time, a test of the server for its database.
    maxWorkers: part.workers,
    sequence: { sequencer: InGoodOrder },
    // Long enough for a machine that others use too; a test that hangs still ends.
    testTimeout: 180_000,
    hookTimeout: 180_000,
    teardownTimeout: 60_000,
  },
})
