/** Width and height as a picture's header says; never 0. */
export interface ImageSize {
  readonly width: number
  readonly height: number
}

export function sizeOf(width: number, height: number): ImageSize | null {
  return width > 0 && height > 0 ? { width, height } : null
}
