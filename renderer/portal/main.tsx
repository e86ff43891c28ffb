import '../ui/portalStyles.css'
import { createRoot } from 'react-dom/client'
import { createPortalClient } from '../api/portalClient'
import { detectLanguage } from '../ui/language'
import { inviteFragments } from './invite/inviteFragment'
import { languageChoice } from './shell/languageChoice'
import { Portal } from './shell/Portal'
import { load } from './text/portalText'

// First of all: the invite's token leaves the address bar before anything is drawn or asked for (I4).
const fragments = inviteFragments(window)

const choice = languageChoice(() => sessionStorage)
// A page that the browser kept whole (back button) would show what the last reader saw, also after signing out.
addEventListener('pageshow', (event) => {
  if (event.persisted) location.reload()
})

const words = await load(choice.read() ?? detectLanguage(navigator.languages))
const place = document.getElementById('root')
if (place)
  createRoot(place).render(<Portal client={createPortalClient()} words={words} choice={choice} fragments={fragments} />)
