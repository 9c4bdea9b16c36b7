package store

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"io"
	"os"
)

// bbolt believes its pages: what they say of places and lengths is followed wherever
// that leads, and in its own check that is a goroutine in which no fault can be
// caught. So Examine looks first, with what follows, whether all that pages say stays
// within them; and at the order of keys too, for bbolt leaves that out in small buckets,
// which are kept within a page.

// What the flags of a page and of an element of a leaf say.
const (
	pageHeader  = 16
	pageElement = 16

	pageBranch, pageLeaf, pageFree = 0x01, 0x02, 0x10

	elementBucket = 0x01
)

// noFreelist is the page of the free pages where none is kept.
const noFreelist = ^uint64(0)

// pageWalk goes over the pages of one state of a file.
type pageWalk struct {
	f    io.ReaderAt
	meta metaPage
	seen map[uint64]bool
}

// examinePages tells what is wrong with the pages of a file, as far as they lead out of
// themselves; it ends with the first.
func examinePages(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer func() { _ = f.Close() }()
	newest, err := newestMeta(f)
	if err != nil {
		return err
	}
	w := &pageWalk{f: f, meta: newest, seen: make(map[uint64]bool)}
	if err := w.freelist(); err != nil {
		return err
	}
	return w.walk(newest.root)
}

// page reads a page with all that overflows from it.
func (w *pageWalk) page(id uint64) ([]byte, error) {
	if id < 2 || id >= w.meta.pages {
		return nil, fmt.Errorf("page %d is not in the file", id)
	}
	header := make([]byte, pageHeader)
	if _, err := w.f.ReadAt(header, int64(id*w.meta.pageSize)); err != nil {
		return nil, err
	}
	if said := binary.LittleEndian.Uint64(header); said != id {
		return nil, fmt.Errorf("page %d says that it is page %d", id, said)
	}
	more := uint64(binary.LittleEndian.Uint32(header[12:]))
	if more >= w.meta.pages-id {
		return nil, fmt.Errorf("page %d leads beyond the end of the file", id)
	}
	b := make([]byte, (more+1)*w.meta.pageSize)
	_, err := w.f.ReadAt(b, int64(id*w.meta.pageSize))
	return b, err
}

func (w *pageWalk) freelist() error {
	if w.meta.freelist == noFreelist {
		return nil
	}
	b, err := w.page(w.meta.freelist)
	if err != nil {
		return err
	}
	count, at := uint64(binary.LittleEndian.Uint16(b[10:])), uint64(pageHeader)
	if count == 0xffff {
		count, at = binary.LittleEndian.Uint64(b[at:]), at+8
	}
	if binary.LittleEndian.Uint16(b[8:]) != pageFree || count > (uint64(len(b))-at)/8 {
		return fmt.Errorf("page %d is no list of free pages", w.meta.freelist)
	}
	return nil
}

func (w *pageWalk) walk(id uint64) error {
	if w.seen[id] {
		return fmt.Errorf("page %d is in two places", id)
	}
	w.seen[id] = true
	b, err := w.page(id)
	if err == nil {
		err = w.elements(b)
	}
	if err != nil {
		return fmt.Errorf("page %d: %w", id, err)
	}
	return nil
}

// elements looks at what is in a page, or in a bucket that is kept as a value.
func (w *pageWalk) elements(b []byte) error {
	if len(b) < pageHeader {
		return io.ErrUnexpectedEOF
	}
	flags, count := binary.LittleEndian.Uint16(b[8:]), int(binary.LittleEndian.Uint16(b[10:]))
	if flags != pageBranch && flags != pageLeaf {
		return fmt.Errorf("the type %#x", flags)
	}
	if pageHeader+count*pageElement > len(b) {
		return fmt.Errorf("%d elements have no room", count)
	}
	var last []byte
	for n := range count {
		at := pageHeader + n*pageElement
		e := b[at : at+pageElement]
		number := func(at int) uint64 { return uint64(binary.LittleEndian.Uint32(e[at:])) }
		from, size, length := number(0), number(4), number(4) // of the key; of it and the value
		if flags == pageLeaf {
			from, size, length = number(4), number(8), number(8)+number(12)
		}
		if from += uint64(at); from < uint64(pageHeader+count*pageElement) || from+length > uint64(len(b)) {
			return fmt.Errorf("element %d leads out of it", n)
		}
		key := b[from : from+size]
		if n > 0 && bytes.Compare(last, key) >= 0 {
			return fmt.Errorf("element %d is not in order", n)
		}
		last = key
		var err error
		switch kind := number(0); {
		case flags == pageBranch:
			err = w.walk(binary.LittleEndian.Uint64(e[8:]))
		case kind > elementBucket:
			err = fmt.Errorf("element %d is of the type %#x", n, kind)
		case kind == elementBucket:
			err = w.bucket(b[from+size : from+length])
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (w *pageWalk) bucket(value []byte) error {
	const header = 16
	if len(value) < header {
		return io.ErrUnexpectedEOF
	}
	if root := binary.LittleEndian.Uint64(value); root != 0 {
		return w.walk(root)
	}
	return w.elements(value[header:])
}
