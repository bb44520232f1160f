// A player made with npm's subsonic-api: all that it calls must succeed, and the answers be what was put there.
// node subsonic_api.mjs PACKAGE ADDRESS USER TOKEN SONG METHOD
import assert from "node:assert/strict";

const [, , place, url, username, password, song, method] = process.argv;
const { SubsonicAPI } = await import(place);
const api = new SubsonicAPI({ url, auth: { username, password }, post: method === "POST" });

const ok = async (answer) => {
  const said = await answer;
  assert.equal(said.status, "ok", JSON.stringify(said));
  return said;
};
const titles = (songs) => songs.map((each) => each.title);

await ok(api.ping());
assert.equal((await ok(api.getLicense())).license.valid, true);
const { openSubsonicExtensions } = await ok(api.getOpenSubsonicExtensions());
assert.ok(openSubsonicExtensions.some((each) => each.name === "sonicSimilarity"));
await ok(api.getMusicFolders());
await ok(api.getIndexes());
const { artists } = await ok(api.getArtists());
const troll = artists.index.at(-1).artist[0];
const { artist } = await ok(api.getArtist({ id: troll.id }));
const { album } = await ok(api.getAlbum({ id: artist.album[0].id }));
assert.deepEqual(titles(album.song), ["Rain & Snow <1>", "Ёлка"]);
await ok(api.getMusicDirectory({ id: album.id }));
await ok(api.getGenres());
await ok(api.getSong({ id: song }));
await ok(api.getArtistInfo({ id: troll.id }));
await ok(api.getArtistInfo2({ id: troll.id }));
await ok(api.getAlbumInfo({ id: album.id }));
await ok(api.getAlbumInfo2({ id: album.id }));
await ok(api.getSimilarSongs({ id: song }));
await ok(api.getSimilarSongs2({ id: song }));
await ok(api.getTopSongs({ artist: troll.name }));
for (const type of ["newest", "random", "frequent", "recent", "starred", "alphabeticalByName", "highest"]) {
  await ok(api.getAlbumList({ type }));
  await ok(api.getAlbumList2({ type }));
}
await ok(api.getRandomSongs());
await ok(api.getSongsByGenre({ genre: "Rock" }));
assert.deepEqual(titles((await ok(api.search3({ query: "елка" }))).searchResult3.song), ["Ёлка"]);
await ok(api.search2({ query: "" }));

const { playlist } = await ok(api.createPlaylist({ name: "Road", songId: [song] }));
await ok(api.updatePlaylist({ playlistId: playlist.id, songIdToAdd: [song] }));
assert.equal((await ok(api.getPlaylist({ id: playlist.id }))).playlist.entry.length, 2);
assert.equal((await ok(api.getPlaylists())).playlists.playlist.length, 1);
await ok(api.deletePlaylist({ id: playlist.id }));

await ok(api.star({ id: song }));
assert.equal((await ok(api.getStarred2())).starred2.song.length, 1);
await ok(api.getStarred());
await ok(api.unstar({ id: song }));
await ok(api.setRating({ id: song, rating: 4 }));
await ok(api.scrobble({ id: song, submission: false }));
await ok(api.getNowPlaying());
await ok(api.savePlayQueue({ id: song, current: song, position: 5 }));
assert.equal((await ok(api.getPlayQueue())).playQueue.current, song);
await ok(api.createBookmark({ id: song, position: 7000 }));
assert.equal((await ok(api.getBookmarks())).bookmarks.bookmark[0].position, 7000);
await ok(api.deleteBookmark({ id: song }));

const shared = (await ok(api.createShare({ id: song, description: "Road" }))).shares.share[0];
assert.equal(shared.description, "Road");
await ok(api.updateShare({ id: shared.id, description: "Home" }));
assert.equal((await ok(api.getShares())).shares.share[0].description, "Home");
await ok(api.deleteShare({ id: shared.id }));

await ok(api.getLyrics({ artist: "x", title: "y" }));
await ok(api.getLyricsBySongId({ id: song }));
await ok(api.getUser({ username }));
await ok(api.getUsers());
await ok(api.getPodcasts());
await ok(api.getInternetRadioStations());
await ok(api.getChatMessages());
await ok(api.getVideos());
await ok(api.getScanStatus());

const bytes = async (answer) => (await (await answer).arrayBuffer()).byteLength;
assert.equal(await bytes(api.stream({ id: song })), 1048584);
assert.equal(await bytes(api.download({ id: song })), 1048584);
assert.equal(await bytes(api.getCoverArt({ id: song })), 708);
console.log("all of it");
