import '../consoleStyles.css'
import { createRoot } from 'react-dom/client'
import { ConsoleUi } from '../ConsoleUi'
import { detectLanguage } from '../language'
import { ConsoleGallery } from './ConsoleGallery'
import { I18nProvider, load } from './galleryText'

const asked = new URLSearchParams(location.search).get('lang')
const initial = await load(detectLanguage(asked ? [asked] : navigator.languages))
const root = document.getElementById('root')
if (root)
  createRoot(root).render(
    <I18nProvider initial={initial}>
      <ConsoleUi>
        <ConsoleGallery />
      </ConsoleUi>
    </I18nProvider>,
  )
