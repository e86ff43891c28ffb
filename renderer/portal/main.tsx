import '../ui/portalStyles.css'
import { createRoot } from 'react-dom/client'
import { createPortalClient } from '../api/portalClient'
import { detectLanguage } from '../ui/language'
import { readDone } from './kiosk/kioskEnding'
import { forgetStored, isKioskPath, passingChoice } from './kiosk/kioskMemory'
import { portalFragments } from './shell/fragments'
import { languageChoice } from './shell/languageChoice'
import { Portal } from './shell/Portal'
import { startPulse } from './shell/pulse'
import { quickExit } from './shell/quickExit'
import { otherTabs } from './shell/tabs'
import { load } from './text/portalText'

// First of all: the token of a link leaves the address bar before anything is drawn or asked for (I4).
const fragments = portalFragments(window)

const tabs = otherTabs()
const exit = quickExit(window, tabs)
// On the clinic's own machine nothing is kept, and nothing that an earlier reader left counts.
const kiosk = isKioskPath(location.pathname)
const choice = kiosk ? passingChoice(readDone(location)?.language ?? null) : languageChoice(() => sessionStorage)
// A page that the browser kept whole (back button) would show what the last reader saw, also after signing out.
addEventListener('pageshow', (event) => {
  if (event.persisted && !exit.turnAway('back_forward')) location.reload()
})

async function start(place: HTMLElement) {
  if (kiosk) forgetStored(window)
  const words = await load(choice.read() ?? detectLanguage(navigator.languages))
  const pulse = startPulse(tabs, () => Date.now())
  const client = createPortalClient(pulse.answered)
  createRoot(place).render(
    <Portal client={client} words={words} choice={choice} fragments={fragments} pulse={pulse} leave={exit.leave} />,
  )
}

const [arrival] = performance.getEntriesByType('navigation')
const cameBack = arrival !== undefined && 'type' in arrival && arrival.type === 'back_forward'
const place = document.getElementById('root')
if (!exit.turnAway(cameBack ? 'back_forward' : 'other') && place) await start(place)
