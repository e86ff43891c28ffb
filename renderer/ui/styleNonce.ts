/**
 * The nonce that the server put in `<meta name="csp-nonce" content="...">`, for `style-src 'nonce-...'` only. Scripts must
 * never share it: a meta tag can be read by anything on the page.
 *
 * Mantine takes it through `getStyleNonce`. The scroll lock under its dialogs (react-remove-scroll) makes its own style
 * element and asks the global `__webpack_nonce__` instead, so that is set too.
 */
export function adoptStyleNonce(page: Document): string | undefined {
  const nonce = page.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content
  if (!nonce) return undefined
  Object.assign(globalThis, { __webpack_nonce__: nonce })
  return nonce
}
