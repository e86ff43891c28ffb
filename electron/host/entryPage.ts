import { consoleHeaders, newNonce } from '../core/consolePages'

/** What a browser without a valid cookie sees. The link back serves the case that a strict cookie was not sent along yet. */
export function entryPage(status: 401 | 421): Response {
  const nonce = newNonce()
  const html = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Vestibule: a new link is needed</title>
<style nonce="${nonce}">
body { font: 16px/1.6 system-ui, sans-serif; max-width: 34rem; margin: 15vh auto; padding: 0 1.5rem; color: #1d2733; background: #fafaf8; }
h1 { font-size: 1.4rem; }
</style>
</head>
<body>
<main>
<h1>This link has been used, or is missing</h1>
<p>The console opens with a link that works once. To get a new one, go to the window where Vestibule was started and press
Enter: a fresh link is printed there. Open it in this browser.</p>
<p>If you have just opened a fresh link, <a href="/">continue to the console</a>.</p>
</main>
</body>
</html>
`
  const headers = { ...consoleHeaders(nonce), 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' }
  return new Response(html, { status, headers })
}
