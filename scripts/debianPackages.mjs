// The few system programs that tests need and npm does not carry. On Debian as root they are installed; elsewhere a sentence says what is missing.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'

const NEEDED = [
  { program: 'chromium', package: 'chromium' },
  { program: 'dbus-run-session', package: 'dbus' },
  { program: 'gdbus', package: 'libglib2.0-bin' },
  { program: 'gnome-keyring-daemon', package: 'gnome-keyring' },
]
/** Fonts for names in every script; without them screenshots show boxes. No program to look for, so the font file is. */
const FONTS = [
  { file: '/usr/share/fonts/truetype/noto/NotoSansArabic-Regular.ttf', package: 'fonts-noto-core' },
  { file: '/usr/share/fonts/truetype/noto/NotoColorEmoji.ttf', package: 'fonts-noto-color-emoji' },
]

const onPath = (program) =>
  (process.env.PATH ?? '').split(delimiter).some((folder) => existsSync(join(folder, program)))

function missing() {
  const programs = NEEDED.filter(({ program }) => !onPath(program)).map((needed) => needed.package)
  return { programs, fonts: FONTS.filter(({ file }) => !existsSync(file)).map((font) => font.package) }
}

/** Installs what is missing when it can. Returns a sentence when something that tests cannot do without is still missing, else null. */
export function ensureDebianPackages() {
  const before = missing()
  const wanted = [...before.programs, ...before.fonts]
  if (wanted.length === 0) return null
  const isRootOnDebian = process.getuid?.() === 0 && existsSync('/etc/debian_version')
  if (isRootOnDebian) {
    console.log(`Installing ${wanted.join(', ')} ...`)
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
    const run = (...args) =>
      spawnSync('apt-get', args, { env, stdio: ['ignore', 'ignore', 'inherit'], timeout: 300_000 })
    run('update', '-qq')
    run('install', '-y', '-qq', '--no-install-recommends', ...wanted)
  }
  const { programs } = missing()
  if (programs.length === 0) return null
  return `The tests need these programs, which are not installed: ${programs.join(', ')}. On Debian: apt-get install ${programs.join(' ')}`
}
