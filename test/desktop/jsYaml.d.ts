/** Comes with electron-builder, which reads electron-builder.yml with it; it brings no types. */
declare module 'js-yaml' {
  export function load(text: string): unknown
}
