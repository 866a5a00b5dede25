/**
 * The text of the checker page from its parts. The build writes it, and the page writes it again from what it finds in
 * itself, to tell the hash of its own file.
 *
 * @param {{ style: string, script: string, styleHash: string, scriptHash: string, data?: string }} parts hashes in base64
 * @returns {string}
 */
export function pageText({ style, script, styleHash, scriptHash, data = '' }) {
  return `<!doctype html>
<html lang="id">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'sha256-${scriptHash}'; style-src 'sha256-${styleHash}'; img-src data:; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<link rel="icon" href="data:,">
<title>Pemeriksa bukti Segel</title>
<style>${style}</style>
</head>
<body>
<noscript>Halaman ini memeriksa bukti dengan JavaScript. Tanpa itu, ikuti README.txt di dalam berkas zip.</noscript>
<main></main>
<script type="application/json" id="evidence">${data}</${'script'}>
<script>${script}</${'script'}>
</body>
</html>
`;
}
