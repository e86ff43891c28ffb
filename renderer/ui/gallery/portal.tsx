import '../portalStyles.css'
import { createRoot } from 'react-dom/client'
import { detectLanguage } from '../language'
import { PortalUi } from '../PortalUi'
import { I18nProvider, load } from './galleryText'
import { PortalGallery } from './PortalGallery'

const asked = new URLSearchParams(location.search).get('lang')
const initial = await load(detectLanguage(asked ? [asked] : navigator.languages))
const root = document.getElementById('root')
if (root)
  createRoot(root).render(
    <I18nProvider initial={initial}>
      <PortalUi>
        <PortalGallery />
      </PortalUi>
    </I18nProvider>,
  )
