package store

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/fnv"
	"io"
	"os"
)

// A file of bbolt begins with two meta pages. Each commit writes the one that does
// not hold the commit before it. What follows knows as much of their format as it
// needs.
const (
	metaAt     = 16 // after the header of the page
	metaLength = 64
	metaMagic  = 0xED0CDAED
	// maxPageShift is the largest page size that bbolt looks for, as a power of two.
	minPageShift, maxPageShift = 10, 24
)

// metaPage is what one of them says.
type metaPage struct{ pageSize, root, freelist, pages, tx uint64 }

// readMeta reads a meta page; ok is false if it is damaged.
func readMeta(f io.ReaderAt, at int64) (m metaPage, ok bool, err error) {
	b := make([]byte, metaLength)
	if _, err := f.ReadAt(b, at+metaAt); errors.Is(err, io.EOF) {
		return metaPage{}, false, nil
	} else if err != nil {
		return metaPage{}, false, err
	}
	sum := fnv.New64a()
	_, _ = sum.Write(b[:metaLength-8])
	ok = binary.LittleEndian.Uint32(b) == metaMagic && binary.LittleEndian.Uint64(b[metaLength-8:]) == sum.Sum64()
	return metaPage{
		pageSize: uint64(binary.LittleEndian.Uint32(b[8:])),
		root:     binary.LittleEndian.Uint64(b[16:]), freelist: binary.LittleEndian.Uint64(b[32:]),
		pages: binary.LittleEndian.Uint64(b[40:]), tx: binary.LittleEndian.Uint64(b[48:]),
	}, ok, nil
}

// readMetas reads the meta pages that are whole.
func readMetas(f io.ReaderAt) (whole []metaPage, err error) {
	first, ok, err := readMeta(f, 0)
	if err != nil {
		return nil, err
	}
	from, to := minPageShift, maxPageShift
	if ok {
		whole = append(whole, first)
		from, to = 0, 0
	}
	for shift := from; shift <= to; shift++ {
		at := int64(1) << shift
		if ok {
			at = int64(first.pageSize)
		}
		second, ok, err := readMeta(f, at)
		if err != nil {
			return nil, err
		}
		if ok && second.pageSize == uint64(at) {
			return append(whole, second), nil
		}
	}
	return whole, nil
}

// precheck finds a file that was cut off before it is mapped into memory, for
// touching what is not there ends the process.
func precheck(path string) error {
	f, err := os.Open(path)
	if errors.Is(err, os.ErrNotExist) {
		return nil
	} else if err != nil {
		return unusable(path, err)
	}
	defer func() { _ = f.Close() }()
	info, err := f.Stat()
	if err != nil {
		return unusable(path, err)
	}
	if info.Size() == 0 {
		return damaged(path, "it is empty")
	}
	newest, err := newestMeta(f)
	if err != nil {
		return damaged(path, err)
	}
	if size := newest.pages * newest.pageSize; size > uint64(info.Size()) {
		return damaged(path, fmt.Sprintf("%d bytes are missing at its end", size-uint64(info.Size())))
	}
	if err := (&pageWalk{f: f, meta: newest}).freelist(); err != nil {
		return damaged(path, err)
	}
	return nil
}

// newestMeta is the meta page that a file goes by.
func newestMeta(f io.ReaderAt) (newest metaPage, err error) {
	whole, err := readMetas(f)
	if err != nil {
		return metaPage{}, err
	}
	if len(whole) == 0 {
		return metaPage{}, errors.New("it has not the form of a database, or both of the pages are broken that say where its data is")
	}
	if newest = whole[0]; len(whole) == 2 && whole[1].tx > newest.tx {
		newest = whole[1]
	}
	return newest, nil
}

// lacksMeta reports whether one of the meta pages of a file is damaged: bbolt then
// goes by the other without a word, which may be that of the commit before the
// last. A process that is killed does not leave it so.
func lacksMeta(path string) (bool, error) {
	f, err := os.Open(path)
	if err != nil {
		return false, err
	}
	defer func() { _ = f.Close() }()
	whole, err := readMetas(f)
	return len(whole) < 2, err
}
