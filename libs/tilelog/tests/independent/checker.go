// Checks a log folder with the Go team's own sumdb code: another mind's reading of the same specifications.
//
//	checker FOLDER VKEY [OLD_CHECKPOINT_FILE]
//
// The note signature, every tile at every level, every entry, an inclusion proof for every entry of a small log
// (a sample of a large one) and the consistency with an older checkpoint.
package main

import (
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// folder serves C2SP tile paths, which lack the height that Go's own paths carry.
type folder string

func (f folder) Height() int { return 8 }

func (f folder) SaveTiles([]tlog.Tile, [][]byte) {}

func (f folder) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	var all [][]byte
	for _, tile := range tiles {
		path := "tile/" + strings.TrimPrefix(tile.Path(), "tile/8/")
		data, err := os.ReadFile(filepath.Join(string(f), path))
		if err != nil {
			return nil, err
		}
		if len(data) != tile.W*tlog.HashSize {
			return nil, fmt.Errorf("%s: %d bytes", path, len(data))
		}
		all = append(all, data)
	}
	return all, nil
}

func (f folder) entries(n int64, width int) [][]byte {
	path := strings.Replace(tlog.Tile{H: 8, L: 0, N: n, W: width}.Path(), "tile/8/0/", "tile/entries/", 1)
	data, err := os.ReadFile(filepath.Join(string(f), path))
	check(err)
	var entries [][]byte
	for len(data) > 0 {
		if len(data) < 2 || len(data)-2 < int(binary.BigEndian.Uint16(data)) {
			check(fmt.Errorf("%s: cut short", path))
		}
		length := int(binary.BigEndian.Uint16(data))
		entries = append(entries, data[2:2+length])
		data = data[2+length:]
	}
	if len(entries) != width {
		check(fmt.Errorf("%s: %d entries", path, len(entries)))
	}
	return entries
}

func open(path, vkey string) tlog.Tree {
	verifier, err := note.NewVerifier(vkey)
	check(err)
	message, err := os.ReadFile(path)
	check(err)
	opened, err := note.Open(message, note.VerifierList(verifier))
	check(err)
	lines := strings.Split(opened.Text, "\n")
	if len(lines) != 4 || lines[0] != verifier.Name() {
		check(fmt.Errorf("not a checkpoint of %s", verifier.Name()))
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	check(err)
	root, err := tlog.ParseHash(lines[2])
	check(err)
	return tlog.Tree{N: size, Hash: root}
}

func checkEntries(f folder, tree tlog.Tree) {
	reader := tlog.TileHashReader(tree, f)
	for start := int64(0); start < tree.N; start += 256 {
		width := 256
		if tree.N-start < 256 {
			width = int(tree.N - start)
		}
		var indexes []int64
		for i := 0; i < width; i++ {
			indexes = append(indexes, tlog.StoredHashIndex(0, start+int64(i)))
		}
		hashes, err := reader.ReadHashes(indexes)
		check(err)
		for i, entry := range f.entries(start/256, width) {
			index := start + int64(i)
			if tlog.RecordHash(entry) != hashes[i] {
				check(fmt.Errorf("entry %d is not the one in the tree", index))
			}
			if tree.N < 1000 || index%257 == 0 {
				proof, err := tlog.ProveRecord(tree.N, index, reader)
				check(err)
				check(tlog.CheckRecord(proof, tree.N, tree.Hash, index, hashes[i]))
			}
		}
	}
}

func main() {
	f := folder(os.Args[1])
	tree := open(filepath.Join(string(f), "checkpoint"), os.Args[2])
	checkEntries(f, tree)
	if len(os.Args) > 3 {
		old := open(os.Args[3], os.Args[2])
		if old.N > 0 {
			proof, err := tlog.ProveTree(tree.N, old.N, tlog.TileHashReader(tree, f))
			check(err)
			check(tlog.CheckTree(proof, tree.N, tree.Hash, old.N, old.Hash))
		}
	}
	fmt.Println("OK", tree.N)
}

func check(err error) {
	if err != nil {
		fmt.Println("FAILED:", err)
		os.Exit(1)
	}
}
