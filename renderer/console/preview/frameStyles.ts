import portalStyles from '../../ui/portalStyles.css?inline'

/**
 * Everything the portal draws with, for a document of its own: there nothing of the console's look reaches the portal's pages, nor the other way round. The class
 * names of a style module depend on its words alone, so the portal's components find the same ones here.
 */
const modules = import.meta.glob<string>(['../../portal/**/*.module.css', '../../ui/*.module.css'], {
  query: '?inline',
  import: 'default',
  eager: true,
})

/** The global rules first, as in the portal's own page. */
export const FRAME_STYLES = [portalStyles, ...Object.values(modules)].join('\n')
