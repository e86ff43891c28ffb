/**
 * The mark on a 24 unit grid: one square, two rooms, one doorway between them. The left room is solid and the doorway is
 * cut out of it; the right room is an outline and the doorway stands solid in it. One colour. Every edge lies on a
 * multiple of 0.75 units, which is half a pixel at 16 px.
 */
export const markPath = [
  // Left room: solid, with the left half of the arch open to the floor.
  'M4.5 1.5H12V7.5A4.5 4.5 0 0 0 7.5 12V22.5H4.5A3 3 0 0 1 1.5 19.5V4.5A3 3 0 0 1 4.5 1.5Z',
  // Right half of the arch, standing in the right room.
  'M12 7.5A4.5 4.5 0 0 1 16.5 12V22.5H12Z',
  // Right room: an outline.
  'M12 1.5H19.5A3 3 0 0 1 22.5 4.5V19.5A3 3 0 0 1 19.5 22.5H16.5V20.25H19.5A.75 .75 0 0 0 20.25 19.5V4.5A.75 .75 0 0 0 19.5 3.75H12Z',
].join('')
