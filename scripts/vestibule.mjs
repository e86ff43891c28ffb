#!/usr/bin/env node
// The command line: `npx vestibule ...` or `npm run vestibule -- ...`. Builds first when the sources are newer than dist/.
import { buildIfNeeded } from './build.mjs'

await buildIfNeeded()
const { main } = await import('../dist/node/cli.mjs')
process.exit(await main(process.argv.slice(2)))
