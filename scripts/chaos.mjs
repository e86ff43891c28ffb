// `npm run chaos`: the chaos suite for as long as somebody wants; `npm test` has two minutes of it.
//   --minutes N   begin new runs for so long (30)
//   --seeds N     so many runs at least (20)
//   --from SEED   the first seed, the others count up; without it a random one is drawn and printed
//   --blows N     how much happens in one run (60)
import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'

const text = { type: 'string' }
const { values } = parseArgs({
  options: {
    minutes: { ...text, default: '30' },
    seeds: { ...text, default: '20' },
    from: text,
    blows: { ...text, default: '60' },
  },
})
const wrong = Object.entries(values).find(([, value]) => !/^\d{1,9}$/.test(value))
if (wrong) {
  console.error(`--${wrong[0]} takes a whole number.`)
  process.exit(1)
}
const env = {
  ...process.env,
  CHAOS_MS: String(Number(values.minutes) * 60_000),
  CHAOS_RUNS: values.seeds,
  CHAOS_BLOWS: values.blows,
  ...(values.from && { CHAOS_SEED: values.from }),
}
const root = fileURLToPath(new URL('..', import.meta.url))
const args = ['node_modules/vitest/vitest.mjs', 'run', 'test/chaos/chaos.test.ts']
const child = spawn(process.execPath, args, { cwd: root, stdio: 'inherit', env })
child.on('close', (code) => process.exit(code ?? 1))
