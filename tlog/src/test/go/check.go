// Check reads a log with nothing of ours: golang.org/x/mod's sumdb/note and sumdb/tlog, and
// crypto/ed25519. It opens the checkpoint, reads every hash tile through tlog.TileHashReader,
// compares the leaf hash of every entry, and makes and checks proofs.
//
//	GO111MODULE=off GOPATH=/usr/share/gocode go run check.go [flags] URL-or-FOLDER VKEY
//
// The Debian packages golang-go and golang-golang-x-mod-dev are all it needs. The flags name
// tables of testdata/tlog and proofs made by the log, which are checked as well.
package main

import (
	"bufio"
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"flag"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const height = 8

var (
	inclusionTable   = flag.String("inclusion", "", "a table of inclusion proofs, good and bad")
	consistencyTable = flag.String("consistency", "", "a table of consistency proofs, good and bad")
	noteTable        = flag.String("notes", "", "a table of notes")
	ed25519Table     = flag.String("ed25519", "", "a table of signatures")
	cosignatureTable = flag.String("cosignatures", "", "a table of cosigned checkpoints")
	cosigners        = flag.String("cosigners", "", "vkeys, by commas, of witnesses that must have cosigned the checkpoint")
	proofs           = flag.String("proofs", "", "indexes, by commas, whose proof/<index> the log has")
)

func main() {
	flag.Parse()
	check(checkTables())
	if flag.NArg() == 2 {
		check(checkLog(flag.Arg(0), flag.Arg(1)))
	} else if flag.NArg() != 0 {
		flag.Usage()
		os.Exit(2)
	}
}

func check(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, "check:", err)
		os.Exit(1)
	}
}

var (
	errMissing = errors.New("missing")
	errClosed  = errors.New("closed")
)

// A source has the files of a log, below a URL or in a folder. It is a tlog.TileReader.
type source struct {
	base  string
	tiles map[string][]byte
	read  int
}

func (s *source) get(path string) ([]byte, error) {
	if !strings.HasPrefix(s.base, "http://") && !strings.HasPrefix(s.base, "https://") {
		data, err := os.ReadFile(filepath.Join(s.base, filepath.FromSlash(path)))
		if os.IsNotExist(err) {
			return nil, fmt.Errorf("%s: %w", path, errMissing)
		}
		return data, err
	}
	answer, err := http.Get(strings.TrimRight(s.base, "/") + "/" + path)
	if err != nil {
		return nil, err
	}
	defer answer.Body.Close()
	switch answer.StatusCode {
	case 200:
		return io.ReadAll(io.LimitReader(answer.Body, 1<<25))
	case 404:
		return nil, fmt.Errorf("%s: %w", path, errMissing)
	case 403:
		return nil, fmt.Errorf("%s: %w", path, errClosed)
	}
	return nil, fmt.Errorf("%s: %s", path, answer.Status)
}

// tilePath is the path of c2sp.org/tlog-tiles, which leaves out the height.
func tilePath(level string, n int64, width int) string {
	path := fmt.Sprintf("%03d", n%1000)
	for n /= 1000; n > 0; n /= 1000 {
		path = fmt.Sprintf("x%03d/%s", n%1000, path)
	}
	path = "tile/" + level + "/" + path
	if width < 1<<height {
		path += ".p/" + strconv.Itoa(width)
	}
	return path
}

func (s *source) Height() int { return height }

func (s *source) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	var all [][]byte
	for _, t := range tiles {
		path := tilePath(strconv.Itoa(t.L), t.N, t.W)
		data, cached := s.tiles[path]
		if !cached {
			var err error
			data, err = s.get(path)
			if errors.Is(err, errMissing) && t.W < 1<<height {
				data, err = s.get(tilePath(strconv.Itoa(t.L), t.N, 1<<height))
				if err == nil {
					data = data[:t.W*tlog.HashSize]
				}
			}
			if err != nil {
				return nil, err
			}
			s.read++
		}
		all = append(all, data)
	}
	return all, nil
}

func (s *source) SaveTiles(tiles []tlog.Tile, data [][]byte) {
	for i, t := range tiles {
		s.tiles[tilePath(strconv.Itoa(t.L), t.N, t.W)] = data[i]
	}
}

func checkLog(base, vkey string) error {
	s := &source{base: base, tiles: map[string][]byte{}}
	verifier, err := note.NewVerifier(vkey)
	if err != nil {
		return err
	}
	signed, err := s.get("checkpoint")
	if err != nil {
		return err
	}
	opened, err := note.Open(signed, note.VerifierList(verifier))
	if err != nil {
		return fmt.Errorf("checkpoint: %w", err)
	}
	if *cosigners != "" {
		for _, vkey := range strings.Split(*cosigners, ",") {
			if err := checkCosignature(signed, vkey); err != nil {
				return fmt.Errorf("checkpoint: %w", err)
			}
		}
	}
	tree, err := parseCheckpoint(opened.Text, verifier.Name())
	if err != nil {
		return err
	}
	if tree.N == 0 {
		if tree.Hash != sha256.Sum256(nil) {
			return errors.New("the root of the empty tree is not the hash of nothing")
		}
		fmt.Println("ok: the log is empty")
		return nil
	}
	reader := tlog.TileHashReader(tree, s)
	leaves, closed, err := checkBundles(s, tree, reader)
	if err != nil {
		return err
	}
	if err := checkUpperLevels(tree, reader); err != nil {
		return err
	}
	made, err := checkProofs(s, tree, reader, leaves)
	if err != nil {
		return err
	}
	consistent, err := checkConsistency(tree, reader)
	if err != nil {
		return err
	}
	fmt.Printf("ok: %d entries (%d closed), %d hash tiles, %d inclusion proofs, %d consistency proofs\n",
		tree.N, closed, s.read, made, consistent)
	return nil
}

// A cosigner is a note.Verifier of the kind 0x04, which x/mod does not know: time and signature
// over the time and the text.
type cosigner struct {
	name string
	hash uint32
	key  ed25519.PublicKey
}

func newCosigner(vkey string) (*cosigner, error) {
	parts := strings.SplitN(vkey, "+", 3)
	if len(parts) != 3 {
		return nil, errors.New("not a vkey")
	}
	key, err := base64.StdEncoding.DecodeString(parts[2])
	if err != nil || len(key) != 33 || key[0] != 4 {
		return nil, errors.New("not the vkey of a cosigner")
	}
	sum := sha256.Sum256(append([]byte(parts[0]+"\n"), key...))
	hash := binary.BigEndian.Uint32(sum[:])
	if fmt.Sprintf("%08x", hash) != parts[1] {
		return nil, errors.New("the key id of the vkey is wrong")
	}
	return &cosigner{parts[0], hash, key[1:]}, nil
}

func (c *cosigner) Name() string    { return c.name }
func (c *cosigner) KeyHash() uint32 { return c.hash }
func (c *cosigner) Verify(text, signature []byte) bool {
	if len(signature) != 8+ed25519.SignatureSize {
		return false
	}
	time := binary.BigEndian.Uint64(signature)
	message := append([]byte(fmt.Sprintf("cosignature/v1\ntime %d\n", time)), text...)
	return time <= 1<<63-1 && ed25519.Verify(c.key, message, signature[8:])
}

func checkCosignature(signed []byte, vkey string) error {
	c, err := newCosigner(vkey)
	if err != nil {
		return err
	}
	_, err = note.Open(signed, note.VerifierList(c))
	return err
}

// cosignatureRow asks for the verdict of the table: verdict, vkey, note in base64, time.
func cosignatureRow(columns []string) error {
	data, err := base64.StdEncoding.DecodeString(columns[2])
	if err != nil {
		return err
	}
	err = checkCosignature(data, columns[1])
	if (columns[0] == "ok") != (err == nil) {
		return fmt.Errorf("the answer here is %v", err)
	}
	return nil
}

func parseCheckpoint(text, origin string) (tlog.Tree, error) {
	lines := strings.Split(text, "\n")
	if len(lines) != 4 || lines[3] != "" || lines[0] != origin {
		return tlog.Tree{}, fmt.Errorf("not a checkpoint of %s: %q", origin, text)
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil {
		return tlog.Tree{}, err
	}
	root, err := tlog.ParseHash(lines[2])
	return tlog.Tree{N: size, Hash: root}, err
}

// checkBundles compares every entry's leaf hash with the one in the tree, and answers those.
func checkBundles(s *source, tree tlog.Tree, reader tlog.HashReader) ([]tlog.Hash, int, error) {
	var leaves []tlog.Hash
	closed := 0
	for first := int64(0); first < tree.N; first += 1 << height {
		width := 1 << height
		if tree.N-first < int64(width) {
			width = int(tree.N - first)
		}
		indexes := make([]int64, width)
		for i := range indexes {
			indexes[i] = tlog.StoredHashIndex(0, first+int64(i))
		}
		hashes, err := reader.ReadHashes(indexes)
		if err != nil {
			return nil, 0, err
		}
		leaves = append(leaves, hashes...)
		path := tilePath("entries", first>>height, width)
		bundle, err := s.get(path)
		if errors.Is(err, errClosed) {
			closed += width
			continue
		}
		if errors.Is(err, errMissing) && width < 1<<height {
			bundle, err = s.get(tilePath("entries", first>>height, 1<<height))
		}
		if err != nil {
			return nil, 0, err
		}
		for i := range hashes {
			if len(bundle) < 2 || len(bundle)-2 < int(binary.BigEndian.Uint16(bundle)) {
				return nil, 0, fmt.Errorf("%s ends in entry %d", path, i)
			}
			n := int(binary.BigEndian.Uint16(bundle))
			if tlog.RecordHash(bundle[2:2+n]) != hashes[i] {
				return nil, 0, fmt.Errorf("%s: entry %d is not the one in the tree", path, i)
			}
			bundle = bundle[2+n:]
		}
	}
	return leaves, closed, nil
}

// checkUpperLevels reads each hash of the levels above the leaves out of its own tile.
func checkUpperLevels(tree tlog.Tree, reader tlog.HashReader) error {
	for level := height; tree.N>>level > 0; level += height {
		var indexes []int64
		for n := int64(0); n < tree.N>>level; n++ {
			indexes = append(indexes, tlog.StoredHashIndex(level, n))
		}
		if _, err := reader.ReadHashes(indexes); err != nil {
			return err
		}
	}
	return nil
}

// checkProofs proves some leaves, and compares with the proofs that the log has made itself.
func checkProofs(s *source, tree tlog.Tree, reader tlog.HashReader, leaves []tlog.Hash) (int, error) {
	made := 0
	for _, n := range []int64{0, 1, 255, 256, 257, tree.N / 3, tree.N / 2, tree.N - 2, tree.N - 1} {
		if n < 0 || n >= tree.N {
			continue
		}
		proof, err := tlog.ProveRecord(tree.N, n, reader)
		if err != nil {
			return 0, err
		}
		if err := tlog.CheckRecord(proof, tree.N, tree.Hash, n, leaves[n]); err != nil {
			return 0, err
		}
		made++
	}
	if *proofs == "" {
		return made, nil
	}
	for _, index := range strings.Split(*proofs, ",") {
		data, err := s.get("proof/" + index)
		if err != nil {
			return 0, err
		}
		n, path, err := parseProof(data, tree)
		if err != nil {
			return 0, fmt.Errorf("proof/%s: %w", index, err)
		}
		if strconv.FormatInt(n, 10) != index {
			return 0, fmt.Errorf("proof/%s is of %d", index, n)
		}
		if err := tlog.CheckRecord(path, tree.N, tree.Hash, n, leaves[n]); err != nil {
			return 0, fmt.Errorf("proof/%s: %w", index, err)
		}
		made++
	}
	return made, nil
}

// parseProof reads a proof of c2sp.org/tlog-proof that is of this tree.
func parseProof(data []byte, tree tlog.Tree) (int64, tlog.RecordProof, error) {
	head, checkpoint, found := bytes.Cut(data, []byte("\n\n"))
	lines := strings.Split(string(head), "\n")
	if !found || len(lines) < 2 || lines[0] != "c2sp.org/tlog-proof@v1" {
		return 0, nil, errors.New("not a proof")
	}
	n, err := strconv.ParseInt(strings.TrimPrefix(lines[1], "index "), 10, 64)
	if err != nil {
		return 0, nil, err
	}
	var path tlog.RecordProof
	for _, line := range lines[2:] {
		hash, err := tlog.ParseHash(line)
		if err != nil {
			return 0, nil, err
		}
		path = append(path, hash)
	}
	if !strings.Contains(string(checkpoint), "\n"+strconv.FormatInt(tree.N, 10)+"\n"+tree.Hash.String()+"\n") {
		return 0, nil, errors.New("its checkpoint is of another tree")
	}
	return n, path, nil
}

func checkConsistency(tree tlog.Tree, reader tlog.HashReader) (int, error) {
	made := 0
	for _, old := range []int64{1, 2, 255, 256, 257, tree.N / 3, tree.N / 2, tree.N - 1, tree.N} {
		if old < 1 || old > tree.N {
			continue
		}
		root, err := tlog.TreeHash(old, reader)
		if err != nil {
			return 0, err
		}
		proof, err := tlog.ProveTree(tree.N, old, reader)
		if err != nil {
			return 0, err
		}
		if err := tlog.CheckTree(proof, tree.N, tree.Hash, old, root); err != nil {
			return 0, err
		}
		made++
	}
	return made, nil
}

func checkTables() error {
	for _, table := range []struct {
		name *string
		row  func([]string) error
	}{
		{inclusionTable, inclusionRow},
		{consistencyTable, consistencyRow},
		{noteTable, noteRow},
		{ed25519Table, ed25519Row},
		{cosignatureTable, cosignatureRow},
	} {
		if *table.name == "" {
			continue
		}
		file, err := os.Open(*table.name)
		if err != nil {
			return err
		}
		defer file.Close()
		rows := 0
		lines := bufio.NewScanner(file)
		lines.Buffer(nil, 1<<20)
		for lines.Scan() {
			if line := lines.Text(); line != "" && !strings.HasPrefix(line, "#") {
				if err := table.row(strings.Split(line, " ")); err != nil {
					return fmt.Errorf("%s: %w: %s", filepath.Base(*table.name), err, line)
				}
				rows++
			}
		}
		if err := lines.Err(); err != nil {
			return err
		}
		fmt.Printf("ok: %d rows of %s\n", rows, filepath.Base(*table.name))
	}
	return nil
}

func inclusionRow(columns []string) error {
	n, size, leaf, root, path, err := proofColumns(columns)
	if err != nil {
		return err
	}
	err = tlog.CheckRecord(path, size, root, n, leaf)
	if (err == nil) != (columns[0] == "ok") {
		return fmt.Errorf("the answer here is %v", err)
	}
	return nil
}

func consistencyRow(columns []string) error {
	old, size, oldRoot, root, path, err := proofColumns(columns)
	if err != nil {
		return err
	}
	if old < 1 {
		// Go has no proofs from the empty tree.
		return nil
	}
	err = tlog.CheckTree(tlog.TreeProof(path), size, root, old, oldRoot)
	if (err == nil) != (columns[0] == "ok") {
		return fmt.Errorf("the answer here is %v", err)
	}
	return nil
}

func proofColumns(columns []string) (a, b int64, c, d tlog.Hash, path []tlog.Hash, err error) {
	if len(columns) != 6 {
		return 0, 0, c, d, nil, errors.New("not six columns")
	}
	if a, err = strconv.ParseInt(columns[1], 10, 64); err != nil {
		return
	}
	if b, err = strconv.ParseInt(columns[2], 10, 64); err != nil {
		return
	}
	if c, err = hexHash(columns[3]); err != nil {
		return
	}
	if d, err = hexHash(columns[4]); err != nil || columns[5] == "-" {
		return
	}
	for _, column := range strings.Split(columns[5], ",") {
		var hash tlog.Hash
		if hash, err = hexHash(column); err != nil {
			return
		}
		path = append(path, hash)
	}
	return
}

func hexHash(text string) (hash tlog.Hash, err error) {
	data, err := hex.DecodeString(text)
	if err == nil && copy(hash[:], data) != tlog.HashSize {
		err = errors.New("not a hash")
	}
	return hash, err
}

var tableVerifier note.Verifier

// noteRow asks that what is ok here is ok there, and that nothing unverified is. Some malformed
// notes are taken by Go, which is not strict about base64 and allows 100 signatures.
func noteRow(columns []string) error {
	if len(columns) == 1 {
		verifier, err := note.NewVerifier(columns[0])
		tableVerifier = verifier
		return err
	}
	data, err := base64.StdEncoding.DecodeString(columns[1])
	if err != nil {
		return err
	}
	_, err = note.Open(data, note.VerifierList(tableVerifier))
	if columns[0] == "ok" && err != nil {
		return err
	}
	// Go looks at the first line of a key only; a reader here looks at all of them.
	if columns[0] == "unverified" && err == nil && !strings.Contains(strings.Join(columns, " "), "a second one") {
		return errors.New("Go takes it")
	}
	return nil
}

func ed25519Row(columns []string) error {
	var parts [3][]byte
	for i := range parts {
		data, err := hex.DecodeString(columns[i+1])
		if err != nil {
			return err
		}
		parts[i] = data
	}
	holds := ed25519.Verify(ed25519.PublicKey(parts[0]), parts[1], parts[2])
	if holds != (columns[0] == "accept") {
		return fmt.Errorf("the answer here is %v", holds)
	}
	return nil
}
